#pragma once

#include "data/manifest.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// Positions in Manifest::films, each film in exactly one part, no patient in two.
struct Split {
  std::vector<std::size_t> train;
  std::vector<std::size_t> validation;
  std::vector<std::size_t> test;    // the manifest's own test rows
  std::vector<std::string> sha256;  // of each film's file, in the manifest's order, or empty
};

/// How the films that are not test rows become two parts.
struct SplitOptions {
  double validation_fraction = 0.1;  // in (0,1), of each class's films
  std::uint64_t seed = 42;
  bool blocks = false;  // without folds: runs of neighbours validate (blocks.hpp)
  int folds = 0;        // 2 or more: as many parts, of which one validates; 0: by the fraction
  int fold = 1;         // from 1
};

/// The validation part is, patient by patient: the films that the manifest declares; or a fold,
/// stratified by class; or about validation_fraction of each class's films, rarest class first, or
/// of each series.
/// Every class has films on both sides (multi-label: films that have it). Depends on the films and
/// the seed, not on the order of rows. Errors: invalid_argument naming the class that lacks
/// patients.
Result<Split> make_split(const Manifest& manifest, const SplitOptions& options);
Result<Split> make_split(const Manifest& manifest, double validation_fraction, std::uint64_t seed);

/// CSV with the columns file, class (target_text), patient_id, part, in the manifest's order, and
/// sha256 where the split has the films' digests.
Status save_split(const std::filesystem::path& path, const Manifest& manifest, const Split& split);
std::string split_text(const Manifest& manifest, const Split& split);

/// Reads a split back and checks it against the manifest; the digests are those of the file, empty
/// in one that has no column sha256. Errors: parse, and mismatch where a film, its class, its
/// patient or the test part differ.
Result<Split> load_split(const std::filesystem::path& path, const Manifest& manifest);
Result<Split> parse_split(std::string_view text, const std::string& file_name,
                          const Manifest& manifest);

}  // namespace chestlens
