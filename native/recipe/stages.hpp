#pragma once

#include "recipe/recipe.hpp"
#include "recipe/toml_table.hpp"

#include <chestlens/error.hpp>

#include <vector>

namespace chestlens {

/// What the rest of a recipe says of its stages.
struct StageDefaults {
  int batch = 32;            // of a stage that has none
  int min_size_pixels = 32;  // that the network needs
  bool by_source = false;    // the loss asks for each film's source: films may not be mixed
};

/// The stages from [[stage]], or from [fine_tune], which stands for two as fastai's
/// Learner.fine_tune does: `frozen_epochs` of the head at base_learning_rate (its warm-up 0.99 of
/// the steps, the norms of the frozen body a tenth of the rate), then `epochs` of all from base/200
/// to base/2 (warm-up 0.3, start_divisor 5).
Result<std::vector<Stage>> read_stages(TomlTable& table, const StageDefaults& defaults);

}  // namespace chestlens
