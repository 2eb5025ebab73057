#pragma once

#include "recipe/recipe.hpp"

#include <torch/types.h>

namespace chestlens {

/// [C] weights whose mean over the films is 1, from the films of each class: one over their number
/// (balanced), or over its square root; undefined for none. `labels` int64 [N] on the CPU.
torch::Tensor class_weights(ClassWeights kind, const torch::Tensor& labels, int classes);

}  // namespace chestlens
