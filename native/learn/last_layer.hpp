#pragma once

#include "recipe/recipe.hpp"

namespace torch::nn {
class Module;
}

namespace chestlens {

struct Classifier;

/// The linear layer that makes logits of features.
torch::nn::Module& last_layer(const Classifier& classifier);

/// What of a network a stage trains: all of it, head and norms (set_frozen), or the last layer.
void set_trained_parts(const Classifier& classifier, const Stage& stage);

/// A stage's mode of its layers: training, or, where the last layer alone learns, that of
/// predictions, so that it learns from the features that predictions are made of.
void set_training_mode(const Classifier& classifier, const Stage& stage);

/// The last layer at zero, from which a stage that learns it again begins: its loss is convex, so
/// where it begins decides nothing (Kirichenko et al. 2023, deep feature reweighting).
void clear_last_layer(const Classifier& classifier);

}  // namespace chestlens
