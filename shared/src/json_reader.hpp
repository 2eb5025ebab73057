#pragma once

#include <chestlens/error.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// Reads the fields of a JSON object. The first fault is kept with the field's path; after it every
/// read gives an empty value, so that a caller reads everything and asks once. Lists hold at most
/// most_items.
class JsonReader {
 public:
  static constexpr std::size_t most_items = 10'000;

  JsonReader(const nlohmann::json& object, std::string path, std::optional<Error>& fault);

  bool has(std::string_view key) const;
  /// Rejects the first key that is none of these.
  void only(std::initializer_list<std::string_view> keys);
  /// Text of any length and number of lines.
  std::string text(std::string_view key);
  /// A text on one line, not empty.
  std::string non_empty_text(std::string_view key, std::size_t most_characters = 1000);
  std::int64_t integer(std::string_view key, std::int64_t low,
                       std::int64_t high = std::numeric_limits<std::int64_t>::max());
  double number(std::string_view key, double low, double high);
  /// Texts on one line each; one may be empty.
  std::vector<std::string> texts(std::string_view key, std::size_t most_characters = 4000);
  std::vector<float> floats(std::string_view key);
  JsonReader object(std::string_view key);

  /// The value of read(JsonReader) for every object of a list.
  template <typename Read>
  auto list(std::string_view key, Read read) {
    std::vector<decltype(read(*this))> values;
    const std::vector<nlohmann::json>& items = array(key);
    for (std::size_t i = 0; i < items.size(); ++i) {
      JsonReader item(items[i], path_of(key) + '[' + std::to_string(i) + ']', fault_);
      values.push_back(read(item));
    }
    return values;
  }

  /// Keeps the fault `message` about a field, unless there is one already.
  void reject(std::string_view key, std::string message);

 private:
  const nlohmann::json* find(std::string_view key);
  const std::vector<nlohmann::json>& array(std::string_view key);
  std::string path_of(std::string_view key) const;

  const nlohmann::json& object_;
  std::string path_;
  std::optional<Error>& fault_;
};

}  // namespace chestlens
