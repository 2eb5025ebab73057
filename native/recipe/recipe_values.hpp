#pragma once

#include <chestlens/error.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// What a recipe says, key by key ("stage[1].epochs"), each value in one spelling: comments, order
/// and the ways to write a number are gone. Old names of keys are the new ones.
using RecipeValues = std::map<std::string, std::string>;

/// Errors: parse.
Result<RecipeValues> recipe_values(std::string_view text);

/// A key whose value differs; "" where there is none.
struct KeyChange {
  std::string key;
  std::string before;
  std::string after;
};
std::vector<KeyChange> changed_keys(const RecipeValues& before, const RecipeValues& after);

/// SHA-256 of what it says: the same for recipes that mean the same. Errors: parse.
Result<std::string> recipe_sha256(std::string_view text);

}  // namespace chestlens
