#include "train/scaled_stages.hpp"

#include <algorithm>
#include <cmath>

namespace chestlens {

std::vector<Stage> scaled_stages(const Recipe& recipe, double epochs_scale) {
  std::vector<Stage> stages = recipe.stages;
  for (Stage& stage : stages) {
    stage.epochs = std::max(1, static_cast<int>(std::lround(stage.epochs * epochs_scale)));
  }
  return stages;
}

int planned_epochs(const Recipe& recipe, double epochs_scale) {
  int epochs = 0;
  for (const Stage& stage : scaled_stages(recipe, epochs_scale)) epochs += stage.epochs;
  return epochs;
}

}  // namespace chestlens
