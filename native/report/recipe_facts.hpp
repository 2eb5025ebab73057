#pragma once

#include "page/page.hpp"
#include "recipe/recipe.hpp"

#include <vector>

namespace chestlens {

/// A recipe's main figures, and a line for each of its stages.
std::vector<PageFact> recipe_facts(const Recipe& recipe);

/// "96 x 96 pixels, squash, grey levels of the percentiles 0 to 100".
std::string input_text(const InputSpec& input);

}  // namespace chestlens
