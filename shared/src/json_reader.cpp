#include "json_reader.hpp"

#include "characters.hpp"

#include <chestlens/json.hpp>
#include <chestlens/text.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

using nlohmann::json;

/// A value as people see it in the file, cut where it is long; of what it holds only the count.
std::string shown(const json& value) {
  if (value.is_object()) return fmt::format("an object of {} keys", value.size());
  if (value.is_array()) return fmt::format("a list of {}", value.size());
  if (value.is_string()) return in_quotes(value.get_ref<const std::string&>());
  return value.dump();
}

/// What is wrong with a text that people read on one line, or nothing.
std::string fault_of_line(std::string_view value, std::size_t most_characters) {
  if (has_control_characters(value)) {
    return "must not have control characters or line breaks, is " + in_quotes(value);
  }
  const std::size_t characters = count_characters(value);
  if (characters <= most_characters) return {};
  return fmt::format("must not have more than {} characters, has {}", most_characters, characters);
}

std::string bounds(std::int64_t low, std::int64_t high) {
  if (high == std::numeric_limits<std::int64_t>::max()) return std::to_string(low) + " or more";
  return std::to_string(low) + ".." + std::to_string(high);
}

}  // namespace

JsonReader::JsonReader(const json& object, std::string path, std::optional<Error>& fault)
    : object_(object), path_(std::move(path)), fault_(fault) {
  if (!object_.is_object() && !fault_) {
    fault_ = Error{ErrorCode::invalid_argument, "must be an object, is " + shown(object_), path_};
  }
}

std::string JsonReader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + '.' + std::string(key);
}

void JsonReader::reject(std::string_view key, std::string message) {
  if (!fault_) fault_ = Error{ErrorCode::invalid_argument, std::move(message), path_of(key)};
}

const json* JsonReader::find(std::string_view key) {
  if (fault_) return nullptr;
  const auto field = object_.find(key);
  if (field != object_.end()) return &*field;
  reject(key, "is missing");
  return nullptr;
}

bool JsonReader::has(std::string_view key) const {
  return object_.is_object() && object_.contains(key);
}

void JsonReader::only(std::initializer_list<std::string_view> keys) {
  if (fault_) return;
  for (const auto& [key, value] : object_.items()) {
    if (std::ranges::find(keys, key) != keys.end()) continue;
    reject(shown_text(key), fmt::format("is not known; known are {}", fmt::join(keys, ", ")));
  }
}

std::string JsonReader::text(std::string_view key) {
  const json* field = find(key);
  if (field == nullptr) return {};
  if (!field->is_string()) {
    reject(key, "must be a text, is " + shown(*field));
    return {};
  }
  auto value = field->get<std::string>();
  if (has_control_characters(value, "\t\n\r")) {
    reject(key, "must not have control characters, is " + in_quotes(value));
  }
  return value;
}

std::string JsonReader::non_empty_text(std::string_view key, std::size_t most_characters) {
  std::string value = text(key);
  if (value.empty()) reject(key, "must not be empty");
  if (const std::string fault = fault_of_line(value, most_characters); !fault.empty()) {
    reject(key, fault);
  }
  return value;
}

std::int64_t JsonReader::integer(std::string_view key, std::int64_t low, std::int64_t high) {
  const json* field = find(key);
  if (field == nullptr) return 0;
  const bool fits = field->is_number_integer() &&
                    (!field->is_number_unsigned() ||
                     field->get<std::uint64_t>() <=
                         static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
  const std::int64_t value = fits ? field->get<std::int64_t>() : 0;
  if (fits && value >= low && value <= high) return value;
  reject(key, "must be " + std::string(field->is_number_integer() ? "" : "a whole number, ") +
                  bounds(low, high) + ", is " + shown(*field));
  return 0;
}

double JsonReader::number(std::string_view key, double low, double high) {
  const json* field = find(key);
  if (field == nullptr) return 0.0;
  const double value = field->is_number() ? field->get<double>() : std::nan("");
  if (value >= low && value <= high) return value;
  reject(key, "must be a number " + describe_number(low) + ".." + describe_number(high) + ", is " +
                  shown(*field));
  return 0.0;
}

const std::vector<json>& JsonReader::array(std::string_view key) {
  static const std::vector<json> nothing;
  const json* field = find(key);
  if (field == nullptr) return nothing;
  if (!field->is_array()) {
    reject(key, "must be a list, is " + shown(*field));
    return nothing;
  }
  if (field->size() > most_items) {
    reject(key, fmt::format("must not hold more than {}, holds {}", most_items, field->size()));
    return nothing;
  }
  return field->get_ref<const json::array_t&>();
}

std::vector<std::string> JsonReader::texts(std::string_view key, std::size_t most_characters) {
  std::vector<std::string> values;
  for (const json& item : array(key)) {
    const std::string fault =
        item.is_string() ? fault_of_line(item.get_ref<const std::string&>(), most_characters)
                         : "must be a text, is " + shown(item);
    if (!fault.empty()) {
      reject(fmt::format("{}[{}]", key, values.size()), fault);
      return {};
    }
    values.push_back(item.get<std::string>());
  }
  return values;
}

std::vector<float> JsonReader::floats(std::string_view key) {
  std::vector<float> values;
  for (const json& item : array(key)) {
    const float value = item.is_number() ? item.get<float>() : std::nanf("");
    if (!std::isfinite(value)) {
      reject(std::string(key) + '[' + std::to_string(values.size()) + ']',
             "must be a finite number, is " + shown(item));
      return {};
    }
    values.push_back(value);
  }
  return values;
}

JsonReader JsonReader::object(std::string_view key) {
  static const json empty_object = json::object();
  const json* field = find(key);
  return JsonReader(field == nullptr ? empty_object : *field, path_of(key), fault_);
}

}  // namespace chestlens
