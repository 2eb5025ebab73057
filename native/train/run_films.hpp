#pragma once

#include "data/manifest.hpp"
#include "data/split.hpp"
#include "recipe/recipe_values.hpp"
#include "train/options.hpp"
#include "train/run_folder.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// The films of a run and how they are split.
struct RunFilms {
  Manifest manifest;
  Split split;
  std::string split_text;               // of split.csv, as it is or as it is to be
  std::vector<KeyChange> changes = {};  // since split.csv was written
};

/// A new split, with the digest of each film. Errors: those of make_split; of a film that cannot be
/// read.
Result<RunFilms> films_to_begin(Manifest manifest, const Recipe& recipe,
                                const TrainOptions& options);

/// The films of a split.csv that an earlier training wrote, in its order whatever the manifest's.
/// Films that are new in the manifest are not taken, which is said. With options.allow_changes it
/// goes on without films that are gone and with films of other contents. Errors: those of
/// parse_split; mismatch naming the films.
Result<RunFilms> films_to_resume(const std::filesystem::path& split_file, Manifest manifest,
                                 const TrainOptions& options);

/// The same without a look into the films, for ranks that follow rank 0. Errors: mismatch.
Result<RunFilms> films_as_written(const std::filesystem::path& split_file, Manifest manifest);

/// Whether the films are still those whose digests the split has. Errors: mismatch naming them.
Status check_contents(const Manifest& manifest, const Split& split, const TrainOptions& options);

/// Digest over the digests of all films, in the split's order; "" where it has none.
std::string films_sha256(const Split& split);

}  // namespace chestlens
