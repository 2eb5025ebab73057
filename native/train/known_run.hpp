#pragma once

#include "recipe/recipe.hpp"
#include "train/run_record.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace chestlens {

/// What a run's folder says of how to train on.
struct KnownRun {
  Recipe recipe;  // with its pretraining, its seed, and its start weights where they were
  std::filesystem::path data_folder;
  std::filesystem::path pretraining_data = {};
  RunRecord record;
};

/// Of a run, or of one that is in its pretraining; nothing where the folder holds no run. Errors:
/// those of load_run.
Result<std::optional<KnownRun>> find_known_run(const std::filesystem::path& run_folder);

/// A recipe with other values of --set: `path`, or the known run's where it is empty. The
/// recipe.toml of a run finds its weights where that run did. Errors: those of load_recipe.
Result<Recipe> training_recipe(const std::filesystem::path& path, const KnownRun* known,
                               std::span<const std::string> assignments);

/// Errors: not_found, where the films of the run are no longer there, with the way out.
Status check_data_folder(const std::filesystem::path& run_folder,
                         const std::filesystem::path& data_folder);

}  // namespace chestlens
