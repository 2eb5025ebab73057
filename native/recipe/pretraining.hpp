#pragma once

#include "recipe/recipe.hpp"

#include <filesystem>

namespace chestlens {

// Pretraining lies between ImageNet and the task: the body first learns films of another set, of
// which many are labelled with many findings (NIH ChestX-ray14, CheXpert), by binary cross-entropy
// over the labels that are known; then the task's stages begin with that body and a new head.

/// The recipe of the pretraining itself, of a recipe that has one: its labels and stages in the
/// task's place, nothing that is only of classes that exclude each other. Its best epoch has the
/// largest mean area under the labels' ROC curves.
Recipe pretraining_recipe(const Recipe& recipe);

/// The recipe of the task after its pretraining: it begins with these weights.
Recipe task_recipe(const Recipe& recipe, const std::filesystem::path& pretrained_weights);

}  // namespace chestlens
