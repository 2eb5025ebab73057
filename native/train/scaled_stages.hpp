#pragma once

#include "recipe/recipe.hpp"

#include <vector>

namespace chestlens {

/// A recipe's stages with their epochs multiplied; each keeps one at least.
std::vector<Stage> scaled_stages(const Recipe& recipe, double epochs_scale);

/// The epochs of all of them.
int planned_epochs(const Recipe& recipe, double epochs_scale);

}  // namespace chestlens
