#include "recipe/pretraining.hpp"

namespace chestlens {

Recipe pretraining_recipe(const Recipe& recipe) {
  Recipe pretraining = recipe;
  pretraining.data.classes = recipe.pretraining.value().classes;
  pretraining.data.multi_label = true;
  pretraining.data.folds = 0;  // other films, always split by validation_fraction
  pretraining.stages = recipe.pretraining.value().stages;
  pretraining.pretraining.reset();
  pretraining.input.size_pixels = pretraining.stages.back().size_pixels;
  pretraining.train.keep_best = KeepBest::mean_roc_area;
  pretraining.train.class_weights = ClassWeights::none;
  pretraining.train.balanced_sampling = false;
  pretraining.train.loss = LossKind::cross_entropy;
  pretraining.train.source_adversary = 0.0;
  return pretraining;
}

Recipe task_recipe(const Recipe& recipe, const std::filesystem::path& pretrained_weights) {
  Recipe task = recipe;
  task.pretraining.reset();
  task.network.weights = pretrained_weights.string();
  task.network.restore_norms = false;
  task.network.weights_use = WeightsUse::values;
  task.network.allow_missing.clear();
  return task;
}

}  // namespace chestlens
