#pragma once

#include "networks/spec.hpp"
#include "recipe/recipe.hpp"

#include <cstddef>

namespace chestlens {

/// What a recipe's network for so many classes and films of such a size is built from.
NetworkSpec network_spec(const NetworkRecipe& network, std::size_t classes, int size_pixels);

}  // namespace chestlens
