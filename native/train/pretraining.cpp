#include "train/pretraining.hpp"

#include "distributed/synchronize.hpp"
#include "train/run_folder.hpp"

#include <cstdio>
#include <system_error>

namespace chestlens {

Recipe pretraining_recipe(const Recipe& recipe) {
  Recipe bridge = recipe;
  bridge.data.classes = recipe.bridge.classes;
  bridge.data.multi_label = true;
  bridge.stages = recipe.bridge.stages;
  bridge.bridge = {};
  bridge.input.size_pixels = bridge.stages.back().size_pixels;
  bridge.train.keep_best = KeepBest::mean_roc_area;
  bridge.train.class_weights = ClassWeights::none;
  bridge.train.balanced_sampling = false;
  return bridge;
}

Result<Recipe> cross_bridge(const Recipe& recipe, const TrainOptions& options) {
  if (recipe.bridge.stages.empty()) {
    if (options.bridge_folder.empty()) return recipe;
    return fail(ErrorCode::invalid_argument,
                "the recipe has no table [bridge] to train on these films",
                options.bridge_folder.string());
  }
  const RunFiles files(options.run_folder);
  Recipe task = recipe;
  task.network.weights = RunFiles(files.bridge).best.string();
  task.network.restore_norms = false;
  std::error_code ignored;
  CHESTLENS_TRY(const auto has_begun,
                agree(*options.group, std::filesystem::exists(files.checkpoint, ignored)));
  if (has_begun) return task;

  if (options.bridge_folder.empty()) {
    return fail(ErrorCode::invalid_argument,
                "the recipe has a table [bridge]; give the folder of its films by --bridge",
                recipe.name);
  }
  TrainOptions on_bridge = options;
  on_bridge.data_folder = options.bridge_folder;
  on_bridge.bridge_folder.clear();
  on_bridge.run_folder = files.bridge;
  options.reporter.say("bridge: " + options.bridge_folder.string());
  CHESTLENS_TRY(const auto summary, train(pretraining_recipe(recipe), on_bridge));
  char outcome[96];
  std::snprintf(outcome, sizeof outcome,
                "bridge crossed: epoch %d of %d was best, mean ROC area %.3f", summary.best_epoch,
                summary.epochs, summary.best_value);
  options.reporter.say(outcome);
  return task;
}

}  // namespace chestlens
