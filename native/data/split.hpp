#pragma once

#include "data/manifest.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// Positions in Manifest::films, each film in exactly one part, no patient in two.
struct Split {
  std::vector<std::size_t> train;
  std::vector<std::size_t> validation;
  std::vector<std::size_t> test;    // the manifest's own test rows
  std::vector<std::string> sha256;  // of each film's file, in the manifest's order, or empty
};

/// Moves about validation_fraction of each class's films from train to validation, patient by
/// patient, rarest class first. Every class has films on both sides (multi-label: films that have
/// it). Depends on the films and the seed, not on the order of rows. Errors: invalid_argument
/// naming the class with too few patients.
Result<Split> make_split(const Manifest& manifest, double validation_fraction, std::uint64_t seed);

/// CSV with the columns file, class (target_text), patient_id, part, in the manifest's order, and
/// sha256 where the split has the films' digests.
Status save_split(const std::filesystem::path& path, const Manifest& manifest, const Split& split);

/// Reads a split back and checks it against the manifest; the digests are those of the file, empty
/// in one that has no column sha256. Errors: parse, and mismatch where a film, its class, its
/// patient or the test part differ.
Result<Split> load_split(const std::filesystem::path& path, const Manifest& manifest);

}  // namespace chestlens
