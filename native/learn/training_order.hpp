#pragma once

#include "recipe/recipe.hpp"

#include <torch/types.h>

#include <cstddef>
#include <vector>

namespace chestlens {

/// The order in which an epoch (from 0, over all stages) reads the films of these labels, over all
/// ranks: a permutation, or balanced_indices() under balanced sampling.
std::vector<std::size_t> training_order(const torch::Tensor& labels, const TrainRecipe& train,
                                        int epoch);

}  // namespace chestlens
