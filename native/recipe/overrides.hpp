#pragma once

#include "recipe/recipe.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace chestlens {

/// A recipe's text with other values, each given as "train.batch=64", "stage.1.epochs=3",
/// "stage.2.max_learning_rate=[1e-4, 1e-3]"; a value that is no TOML is a text. The number after
/// the last stage's adds one. Without any, the text is as it was, comments included. Errors: parse,
/// and invalid_argument naming the assignment; the keys themselves are checked by parse_recipe.
Result<std::string> with_overrides(std::string_view text, std::span<const std::string> assignments);

/// load_recipe of a file with other values. Errors: those of load_recipe and of with_overrides.
Result<Recipe> load_recipe(const std::filesystem::path& path,
                           std::span<const std::string> assignments);

}  // namespace chestlens
