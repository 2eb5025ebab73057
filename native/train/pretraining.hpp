#pragma once

#include "recipe/recipe.hpp"
#include "train/trainer.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

// A bridge from ImageNet to the task: the body first learns films of another set, of which many
// are labelled with many findings (NIH ChestX-ray14, CheXpert), by binary cross-entropy over what
// is known of each; then the task's stages begin with that body and a new head. The bridge is a run
// of its own in the folder `bridge` of the task's: stopped and resumed like any other.

/// The recipe by which the bridge itself is trained: its labels and stages in the task's place,
/// nothing that is only of classes that exclude each other. Its best epoch has the largest mean
/// area under the labels' ROC curves.
Recipe pretraining_recipe(const Recipe& recipe);

/// Trains the bridge of a recipe, where it has one and the task's own run has not begun, and
/// returns the recipe of the task, which begins with the bridge's best body. Errors: those of
/// train(); invalid_argument where options.bridge_folder and the recipe's [bridge] do not go
/// together.
Result<Recipe> cross_bridge(const Recipe& recipe, const TrainOptions& options);

}  // namespace chestlens
