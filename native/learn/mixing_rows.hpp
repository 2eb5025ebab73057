#pragma once

#include "data/dataset.hpp"
#include "learn/contact_sheet.hpp"
#include "recipe/recipe.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// A row of a contact sheet for each kind of mixing that the recipe's stages have: the films
/// [N,1,S,S] as one batch, of which each is mixed with another, and the shares of both classes
/// under it. None where there is no mixing.
std::vector<SheetRow> mixing_rows(const Recipe& recipe, const Dataset& films,
                                  const std::vector<std::string>& classes, std::uint64_t seed);

}  // namespace chestlens
