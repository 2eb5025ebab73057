#pragma once

#include "data/loader.hpp"
#include "learn/computing.hpp"
#include "networks/classifier.hpp"
#include "recipe/recipe.hpp"

#include <torch/types.h>

namespace chestlens {

/// The mean losses of a batch.
struct BatchLoss {
  torch::Tensor minimised;  // with gradients
  torch::Tensor shown;      // its divergence (loss.hpp), or what is minimised of multi-label films
};

/// The losses of a batch in an epoch (from 0, over all stages) of a stage. Its augmentation, mixup,
/// CutMix and dropout are drawn for its place in the run. The loss is the recipe's, or binary
/// cross-entropy for the labels [B,C] of a multi-label set.
BatchLoss training_loss(const Classifier& classifier, const Batch& batch, const Recipe& recipe,
                        const Stage& stage, int epoch, const Computing& computing);

}  // namespace chestlens
