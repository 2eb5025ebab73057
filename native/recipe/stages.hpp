#pragma once

#include "recipe/recipe.hpp"
#include "recipe/toml_table.hpp"

#include <chestlens/error.hpp>

#include <vector>

namespace chestlens {

/// The stages of a recipe from its root table: [[stage]], or [fine_tune], which stands for two as
/// fastai's Learner.fine_tune does: `frozen_epochs` of the head at base_learning_rate (its warm-up
/// 0.99 of the steps, the norms of the frozen body a tenth of the rate), then `epochs` of all from
/// base/200 to base/2 (warm-up 0.3, start_divisor 5). `batch` is for stages that have none;
/// the network needs films of min_size_pixels.
Result<std::vector<Stage>> read_stages(TomlTable& root, int batch, int min_size_pixels);

}  // namespace chestlens
