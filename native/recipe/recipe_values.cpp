#include "recipe/recipe_values.hpp"

#include "io/sha256.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <sstream>

namespace chestlens {
namespace {

std::string one_spelling(const toml::node& node) {
  if (const toml::array* list = node.as_array()) {
    std::string text;
    for (const toml::node& element : *list) {
      text.append(text.empty() ? "" : ", ").append(one_spelling(element));
    }
    return "[" + text + "]";
  }
  if (const auto number = node.value_exact<double>()) return fmt::format("{}", *number);
  std::ostringstream stream;
  stream << toml::node_view<const toml::node>(&node);
  return stream.str();
}

void add_values(const std::string& key, const toml::node& node, RecipeValues& values) {
  if (const toml::table* table = node.as_table()) {
    for (const auto& [name, inner] : *table) {
      const bool is_old = key.empty() && name.str() == "bridge";
      const std::string shown(is_old ? "pretraining" : name.str());
      add_values(key.empty() ? shown : key + "." + shown, inner, values);
    }
  } else if (const toml::array* list = node.as_array();
             list != nullptr && !list->empty() && list->is_homogeneous<toml::table>()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      add_values(fmt::format("{}[{}]", key, i + 1), *list->get(i), values);
    }
  } else {
    values[key] = one_spelling(node);
  }
}

}  // namespace

Result<RecipeValues> recipe_values(std::string_view text) {
  try {
    RecipeValues values;
    add_values("", toml::parse(text), values);
    return values;
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::parse, std::string(error.description()),
                fmt::format("recipe, line {}", error.source().begin.line));
  }
}

std::vector<KeyChange> changed_keys(const RecipeValues& before, const RecipeValues& after) {
  std::vector<KeyChange> changes;
  for (const auto& [key, value] : before) {
    const auto now = after.find(key);
    if (now == after.end()) {
      changes.push_back({key, value, ""});
    } else if (now->second != value) {
      changes.push_back({key, value, now->second});
    }
  }
  for (const auto& [key, value] : after) {
    if (!before.contains(key)) changes.push_back({key, "", value});
  }
  return changes;
}

Result<std::string> recipe_sha256(std::string_view text) {
  CHESTLENS_TRY(const auto values, recipe_values(text));
  std::string listed;
  for (const auto& [key, value] : values) listed += key + " = " + value + "\n";
  return sha256_hex(listed);
}

}  // namespace chestlens
