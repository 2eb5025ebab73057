#include "recipe/overrides.hpp"

#include "io/atomic_file.hpp"
#include "io/text.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <charconv>
#include <optional>
#include <sstream>
#include <vector>

namespace chestlens {
namespace {

/// "stage[1].epochs" and "stage.1.epochs" alike.
std::vector<std::string> path_of(std::string_view key) {
  std::vector<std::string> path(1);
  for (const char c : key) {
    if (c == ']') continue;
    if (c == '.' || c == '[') {
      path.emplace_back();
    } else {
      path.back() += c;
    }
  }
  return path;
}

std::optional<std::size_t> number_in(const std::string& text) {
  std::size_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stopped != end || number == 0) return std::nullopt;
  return number;
}

/// The table that `step` names in a table or a list of tables, made where it may be.
Result<toml::table*> step_into(toml::node& node, const std::string& step) {
  if (toml::table* table = node.as_table()) {
    if (!table->contains(step)) table->insert(step, toml::table{});
    toml::node* inner = table->get(step);
    return inner->as_table();  // null for a list or a value
  }
  toml::array* list = node.as_array();
  const auto number = number_in(step);
  if (list == nullptr || !number || *number > list->size() + 1) {
    const std::string accepted =
        list == nullptr ? "is in no table" : fmt::format("is not 1 to {}", list->size() + 1);
    return fail(ErrorCode::invalid_argument, step + " " + accepted);
  }
  if (*number == list->size() + 1) list->push_back(toml::table{});
  return list->get(*number - 1)->as_table();
}

/// A value as TOML has it, else the text itself.
toml::table value_in(const std::string& text) {
  try {
    toml::table parsed = toml::parse("value = " + text);
    if (parsed.size() == 1) return parsed;
  } catch (const toml::parse_error&) {
  }
  return toml::table{{"value", text}};
}

Status assign(toml::table& recipe, const std::string& key, const std::string& value) {
  const std::vector<std::string> path = path_of(key);
  toml::node* node = &recipe;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    if (path[i].empty()) return fail(ErrorCode::invalid_argument, "an empty name in " + key);
    const toml::table* table = node->as_table();
    toml::node* listed = table == nullptr ? nullptr : node->as_table()->get(path[i]);
    if (listed != nullptr && listed->is_array()) {
      node = listed;
      continue;
    }
    CHESTLENS_TRY(toml::table* const inner, step_into(*node, path[i]));
    if (inner == nullptr) {
      return fail(ErrorCode::invalid_argument, path[i] + " has a value and no keys in it");
    }
    node = inner;
  }
  toml::table* table = node->as_table();
  if (table == nullptr || path.back().empty()) {
    return fail(ErrorCode::invalid_argument, "give a key of one stage, e.g. stage.1.epochs=3");
  }
  const toml::table parsed = value_in(value);
  table->insert_or_assign(path.back(), *parsed.get("value"));
  return {};
}

}  // namespace

Result<std::string> with_overrides(std::string_view text,
                                   std::span<const std::string> assignments) {
  if (assignments.empty()) return std::string(text);
  try {
    toml::table recipe = toml::parse(text);
    for (const std::string& assignment : assignments) {
      const std::size_t equals = assignment.find('=');
      const std::string key(trimmed(std::string_view(assignment).substr(0, equals)));
      const std::string value(equals == std::string::npos
                                  ? ""
                                  : trimmed(std::string_view(assignment).substr(equals + 1)));
      if (key.empty() || value.empty()) {
        return fail(ErrorCode::invalid_argument, "write KEY=VALUE, e.g. train.batch=64",
                    "--set " + assignment);
      }
      CHESTLENS_CHECK(with_context(assign(recipe, key, value), "--set " + assignment));
    }
    std::ostringstream merged;
    merged << recipe << "\n";
    return merged.str();
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::parse, std::string(error.description()),
                fmt::format("line {}", error.source().begin.line));
  }
}

Result<Recipe> load_recipe(const std::filesystem::path& path,
                           std::span<const std::string> assignments) {
  if (assignments.empty()) return load_recipe(path);
  CHESTLENS_CHECK(load_recipe(path));  // what is wrong with the file itself has its line there
  CHESTLENS_TRY(const auto text, read_text(path));
  CHESTLENS_TRY(const auto merged, with_context(with_overrides(text, assignments), path.string()));
  CHESTLENS_TRY(auto recipe, parse_recipe(merged, path.string() + " with --set"));
  resolve_weights(recipe, path.parent_path());
  return recipe;
}

}  // namespace chestlens
