#include "cli/validators.hpp"

#include "io/nearest.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace chestlens {
namespace {

/// The whole text as a number.
template <typename Number>
std::optional<Number> parse_number(const std::string& text) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [stopped_at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stopped_at != end) return std::nullopt;
  return value;
}

/// "nan is not a number from 0 to 1"; what the user wrote may be long.
std::string refusal(const std::string& text, const std::string& accepted) {
  constexpr std::size_t shown = 32;
  const std::string start = text.size() > shown ? text.substr(0, shown) + "..." : text;
  return fmt::format("{} is not {}", start.empty() ? "an empty text" : start, accepted);
}

}  // namespace

CLI::Validator number_in(double low, double high) {
  const auto check = [low, high](std::string& text) -> std::string {
    const auto value = parse_number<double>(text);
    if (value && *value >= low && *value <= high) return {};  // NaN is neither
    return refusal(text, fmt::format("a number from {:.15g} to {:.15g}", low, high));
  };
  return {check, fmt::format("[{:.15g} to {:.15g}]", low, high)};
}

CLI::Validator whole_number_in(std::int64_t low, std::int64_t high) {
  const auto check = [low, high](std::string& text) -> std::string {
    const auto value = parse_number<std::int64_t>(text);
    if (!value || *value < low || *value > high) {
      return refusal(text, fmt::format("a whole number from {} to {}", low, high));
    }
    text = std::to_string(*value);  // CLI11 would read 010 as octal
    return {};
  };
  return {check, fmt::format("[{} to {}]", low, high)};
}

CLI::Validator seed_number() {
  CLI::Validator validator = whole_number_in(0, std::numeric_limits<std::int64_t>::max());
  validator.description("[0 or more]");
  return validator;
}

CLI::Validator one_of(std::vector<std::string> words) {
  std::string description;
  for (const std::string& word : words) {
    description.append(description.empty() ? "{" : ",").append(word);
  }
  const auto check = [words = std::move(words)](std::string& text) -> std::string {
    if (std::ranges::find(words, text) != words.end()) return {};
    return refusal(text, "one of " + joined(words)) + did_you_mean(text, words);
  };
  return {check, description + "}"};
}

}  // namespace chestlens
