#include "recipe/toml_table.hpp"

#include "io/nearest.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace chestlens {
namespace {

std::string spelled(double value) {
  return fmt::format("{:g}", value);
}

std::string spelled(const toml::node& node) {
  if (node.is_table()) return "{...}";
  if (const auto text = node.value_exact<std::string>()) return '"' + *text + '"';
  if (const auto number = node.value_exact<double>()) {  // 0.4 as 0.4, 16.0 as 16.0
    const std::string digits = spelled(*number);
    return digits.find_first_not_of("-0123456789") == std::string::npos ? digits + ".0" : digits;
  }
  std::ostringstream stream;
  stream << toml::node_view<const toml::node>(&node);
  return stream.str();
}

std::string place(const std::string& file_name, const toml::node& node) {
  return file_name + ":" + std::to_string(node.source().begin.line);
}

}  // namespace

TomlTable::TomlTable(const toml::table& table, std::string path, std::string file_name)
    : table_(&table), path_(std::move(path)), file_name_(std::move(file_name)) {}

std::string TomlTable::full_name(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

const toml::node* TomlTable::find(std::string_view key) {
  asked_.emplace_back(key);
  return table_->get(key);
}

void TomlTable::report(const toml::node& node, const std::string& message) {
  if (finding_) return;
  finding_ = Error{ErrorCode::invalid_argument, message, place(file_name_, node)};
}

void TomlTable::reject(std::string_view key, const std::string& accepted) {
  const toml::node* node = table_->get(key);
  if (node == nullptr) return;
  report(*node, full_name(key) + " = " + spelled(*node) + " is not accepted: " + accepted);
}

bool TomlTable::contains(std::string_view key) const {
  return table_->contains(key);
}

void TomlTable::require(std::string_view key) {
  if (table_->contains(key) || missing_) return;
  missing_ = Error{ErrorCode::invalid_argument, "key " + full_name(key) + " is missing",
                   place(file_name_, *table_)};
}

void TomlTable::number(std::string_view key, double& value, double low, double high) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  const auto found = node->value<double>();
  if (!found || !(*found >= low && *found <= high)) {
    reject(key, "a number from " + spelled(low) + " to " + spelled(high));
  } else {
    value = *found;
  }
}

void TomlTable::integer(std::string_view key, int& value, int low, int high) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  const auto found = node->value_exact<std::int64_t>();
  if (!found || *found < low || *found > high) {
    reject(key, fmt::format("a whole number from {} to {}{}", low, high,
                            node->is_floating_point() ? ", written without a point" : ""));
  } else {
    value = static_cast<int>(*found);
  }
}

void TomlTable::boolean(std::string_view key, bool& value) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  const auto found = node->value_exact<bool>();
  if (found) {
    value = *found;
  } else {
    reject(key, "true or false");
  }
}

void TomlTable::number_or_pair(std::string_view key, double& first, double& second, double low,
                               double high) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  const auto in_range = [&](std::optional<double> found) {
    return found && *found >= low && *found <= high;
  };
  if (const toml::array* pair = node->as_array(); pair != nullptr && pair->size() == 2) {
    const auto one = pair->get(0)->value<double>();
    const auto other = pair->get(1)->value<double>();
    if (in_range(one) && in_range(other)) {
      first = *one;
      second = *other;
      return;
    }
  } else if (const auto found = node->value<double>(); in_range(found)) {
    first = second = *found;
    return;
  }
  reject(key, "a number from " + spelled(low) + " to " + spelled(high) + ", or two such numbers");
}

void TomlTable::seed(std::string_view key, std::uint64_t& value) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  const auto found = node->value_exact<std::int64_t>();
  if (!found || *found < 0) {
    reject(key,
           "a whole number from 0 to " + std::to_string(std::numeric_limits<std::int64_t>::max()));
  } else {
    value = static_cast<std::uint64_t>(*found);
  }
}

void TomlTable::text(std::string_view key, std::string& value) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  const auto found = node->value_exact<std::string>();
  if (!found || found->empty()) {
    reject(key, "a text that is not empty");
  } else {
    value = *found;
  }
}

void TomlTable::words(std::string_view key, std::vector<std::string>& value) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  const toml::array* array = node->as_array();
  std::vector<std::string> found;
  if (array != nullptr) {
    for (const toml::node& element : *array) {
      const auto word = element.value_exact<std::string>();
      if (word && !word->empty() && std::ranges::find(found, *word) == found.end()) {
        found.push_back(*word);
      }
    }
  }
  if (array == nullptr || found.size() != array->size()) {
    reject(key, "a list of different texts, none empty");
  } else {
    value = found;
  }
}

std::optional<std::size_t> TomlTable::choice_index(std::string_view key,
                                                   const std::vector<std::string_view>& names) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const std::string given(node->value_or(std::string_view()));
  const auto found = std::ranges::find(names, given);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  std::string accepted = "one of";
  for (const std::string_view name : names) {
    accepted.append(name == names.front() ? " \"" : ", \"").append(name).append("\"");
  }
  reject(key, accepted + did_you_mean(given, {names.begin(), names.end()}));
  return std::nullopt;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const toml::table* inner = node->as_table()) {
    return TomlTable(*inner, full_name(key), file_name_);
  }
  reject(key, "a table, written [" + full_name(key) + "]");
  return std::nullopt;
}

std::optional<TomlTable> TomlTable::renamed_table(std::string_view key, std::string_view old_key,
                                                  std::vector<std::string>& notices) {
  const toml::node* old = table_->get(old_key);
  if (old == nullptr) return table(key);
  if (contains(key)) {
    reject(old_key, "it is the old name of " + full_name(key) + "; give one of them");
    return std::nullopt;
  }
  notices.push_back(place(file_name_, *old) + ": " + full_name(old_key) + " is now called " +
                    full_name(key) + "; the old name is still read");
  return table(old_key);
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  std::vector<TomlTable> result;
  const toml::node* node = find(key);
  if (node == nullptr) return result;
  const toml::array* array = node->as_array();
  if (array == nullptr || !array->is_homogeneous<toml::table>()) {
    reject(key, "tables, written [[" + full_name(key) + "]]");
    return result;
  }
  for (const toml::node& entry : *array) {
    result.emplace_back(*entry.as_table(),
                        full_name(key) + "[" + std::to_string(result.size() + 1) + "]", file_name_);
  }
  return result;
}

Status TomlTable::status() const {
  if (finding_) return tl::unexpected(*finding_);
  return {};
}

Status TomlTable::finish() {
  if (finding_) return tl::unexpected(*finding_);
  for (const auto& [key, node] : *table_) {
    if (std::ranges::find(asked_, key.str()) != asked_.end()) continue;
    const std::string name(key.str());
    const std::string hint = did_you_mean(name, asked_);
    return fail(ErrorCode::invalid_argument,
                "unknown key " + full_name(name) + " = " + spelled(node) +
                    (hint.empty() ? "; keys accepted here: " + joined(asked_) : hint),
                file_name_ + ":" + std::to_string(key.source().begin.line));
  }
  if (missing_) return tl::unexpected(*missing_);
  return {};
}

}  // namespace chestlens
