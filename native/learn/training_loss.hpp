#pragma once

#include "data/loader.hpp"
#include "learn/computing.hpp"
#include "learn/step_draws.hpp"
#include "networks/classifier.hpp"
#include "recipe/recipe.hpp"

#include <torch/types.h>

namespace chestlens {

/// The mean losses of a batch.
struct BatchLoss {
  torch::Tensor minimised;  // with gradients
  torch::Tensor shown;      // its divergence (loss.hpp), or what is minimised of multi-label films
};

/// The losses of a batch that lies, as its draws do, on the computing device. Dropout is drawn from
/// torch's generators as they are. Nothing waits for the device, and what is launched depends on
/// the shapes, the recipe and the stage alone. The loss is the recipe's, which may ask for the
/// batch's sources, or binary cross-entropy for the labels [B,C] of a multi-label set.
BatchLoss training_loss(const Classifier& classifier, const Batch& batch, const StepDraws& draws,
                        const Recipe& recipe, const Stage& stage, const Computing& computing);

/// The losses of a batch, wherever it lies, under draws from main memory; dropout's are among them.
BatchLoss training_loss_anywhere(const Classifier& classifier, const Batch& batch,
                                 const StepDraws& draws, const Recipe& recipe, const Stage& stage,
                                 const Computing& computing);

/// The losses of a batch in an epoch (from 0, over all stages) of a stage. Its augmentation, mixup,
/// CutMix and dropout are drawn for its place in the run.
BatchLoss training_loss(const Classifier& classifier, const Batch& batch, const Recipe& recipe,
                        const Stage& stage, int epoch, const Computing& computing);

}  // namespace chestlens
