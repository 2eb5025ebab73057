#include "train/known_run.hpp"

#include "recipe/overrides.hpp"
#include "train/run_folder.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

bool sets_weights(std::span<const std::string> assignments) {
  return std::ranges::any_of(assignments, [](const std::string& assignment) {
    return assignment.starts_with("network.weights=");
  });
}

/// The file that a run's recipe.toml named, where `path` is one.
std::string weights_of_run(const fs::path& path) {
  if (path.filename() != "recipe.toml") return {};
  const auto record = load_record(RunFiles(path.parent_path()).description);
  return record ? record->start_weights : "";
}

}  // namespace

Result<std::optional<KnownRun>> find_known_run(const fs::path& run_folder) {
  auto run = load_run(run_folder);
  if (run) {
    KnownRun known{std::move(run->recipe), run->data_folder, {}, std::move(run->record)};
    const auto pretraining = load_record(RunFiles(pretraining_folder(run_folder)).description);
    if (pretraining) known.pretraining_data = pretraining->data;
    return known;
  }
  if (run.error().code != ErrorCode::not_found) return tl::unexpected(run.error());
  const fs::path folder = pretraining_folder(run_folder);
  auto pretraining = load_run(folder);
  if (!pretraining) return std::optional<KnownRun>();
  CHESTLENS_TRY(auto recipe, load_recipe(RunFiles(folder).recipe));
  recipe.train.seed = pretraining->recipe.train.seed;
  recipe.network.weights = pretraining->recipe.network.weights;
  const fs::path task_data = pretraining->record.task_data;
  return KnownRun{std::move(recipe), task_data, pretraining->data_folder,
                  std::move(pretraining->record)};
}

Result<Recipe> training_recipe(const fs::path& path, const KnownRun* known,
                               std::span<const std::string> assignments) {
  if (path.empty() && known != nullptr) {
    if (assignments.empty()) return known->recipe;
    CHESTLENS_TRY(const auto text, with_overrides(known->recipe.text, assignments));
    CHESTLENS_TRY(auto recipe, parse_recipe(text, "the run's recipe.toml with --set"));
    recipe.train.seed = known->recipe.train.seed;
    if (!sets_weights(assignments)) recipe.network.weights = known->recipe.network.weights;
    return recipe;
  }
  CHESTLENS_TRY(auto recipe, load_recipe(path, assignments));
  const std::string weights = weights_of_run(path);
  if (!weights.empty() && !sets_weights(assignments)) recipe.network.weights = weights;
  return recipe;
}

Status check_data_folder(const fs::path& run_folder, const fs::path& data_folder) {
  std::error_code ignored;
  if (fs::is_directory(data_folder, ignored)) return {};
  return fail(ErrorCode::not_found,
              "its films were in " + data_folder.string() +
                  ", which is not there; give the folder that they are in now by --data",
              run_folder.string());
}

}  // namespace chestlens
