#pragma once

#include "data/split.hpp"
#include "recipe/recipe.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// The split of the films that a recipe asks for. Errors: those of make_split.
Result<Split> recipe_split(const Manifest& manifest, const DataRecipe& data);

}  // namespace chestlens
