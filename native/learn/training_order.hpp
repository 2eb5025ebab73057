#pragma once

#include "data/dataset.hpp"
#include "recipe/recipe.hpp"

#include <torch/types.h>

#include <cstddef>
#include <vector>

namespace chestlens {

/// The order in which an epoch (from 0, over all stages) of a stage reads the films, over all
/// ranks: a permutation, or balanced_indices() of their classes, or of classes and sources, under
/// balanced sampling. Images are not looked at.
std::vector<std::size_t> training_order(const Dataset& films, const TrainRecipe& train,
                                        const Stage& stage, int epoch);

}  // namespace chestlens
