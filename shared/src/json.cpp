#include "characters.hpp"

#include <chestlens/json.hpp>
#include <chestlens/text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

using nlohmann::json;

/// "line 3, column 7" of a byte; columns are counted in characters.
std::string place_of(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte);
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return fmt::format("line {}, column {}", 1 + std::ranges::count(before, '\n'),
                     1 + count_characters(before.substr(line_begin)));
}

/// Why the parser stopped at a byte; `reason` is its own text.
std::string words_of(std::string_view text, std::size_t byte, std::string_view reason) {
  const auto says = [&](std::string_view part) { return reason.find(part) != reason.npos; };
  if (says("number overflow")) return "a number is too large";
  if (byte >= text.size()) return "the text ends early";
  if (says("surrogate")) return "a \\u escape is half of a character";
  if (says("UTF-8")) return "the text is not UTF-8";
  const auto character = static_cast<unsigned char>(text[byte]);
  if (character > 0x20 && character < 0x7F) return fmt::format("unexpected '{}'", text[byte]);
  return fmt::format("unexpected byte 0x{:02x}", character);
}

/// Takes the parser's events, keeps nothing of the values, and stops at the first fault.
class Checker : public nlohmann::json_sax<json> {
 public:
  Checker(std::string_view text, std::size_t depth) : text_(text), depth_(depth) {}

  Status status() && {
    if (fault_) return tl::unexpected(*std::move(fault_));
    return {};
  }

  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t&) override { return value(); }
  bool string(string_t&) override { return value(); }
  bool binary(binary_t&) override { return value(); }

  bool start_object(std::size_t) override { return open(true); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(false); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Level& level = levels_.back();
    level.key = name;
    if (level.keys.insert(name).second) return true;
    fault_ = Error{ErrorCode::invalid_argument, "is there twice: keep one of the two", path()};
    return false;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& exception) override {
    const std::size_t byte = position == 0 ? 0 : position - 1;
    fault_ = Error{ErrorCode::parse, place_of(text_, std::min(byte, text_.size())) + ": " +
                                         words_of(text_, byte, exception.what())};
    return false;
  }

 private:
  /// An object or a list that has begun.
  struct Level {
    bool is_object = false;
    std::set<std::string> keys;
    std::string key;
    std::size_t index = 0;
  };

  bool value() {
    if (!levels_.empty()) ++levels_.back().index;
    return true;
  }

  bool open(bool is_object) {
    if (levels_.size() < depth_) {
      levels_.push_back({is_object, {}, {}, 0});
      return true;
    }
    const bool has_key = !levels_.empty() && levels_.front().is_object;
    levels_.resize(has_key ? 1 : 0);  // the whole path would be as long as the depth
    fault_ =
        Error{ErrorCode::too_large, fmt::format("is nested more than {} deep", depth_), path()};
    return false;
  }

  bool close() {
    levels_.pop_back();
    return value();
  }

  /// Where the parser is, e.g. "metrics[3].name"; keys that are long are cut.
  std::string path() const {
    std::string path;
    for (const Level& level : levels_) {
      if (level.is_object) {
        path += path.empty() ? "" : ".";
        path += shown_text(level.key);
      } else {
        path += fmt::format("[{}]", level.index);
      }
    }
    return path;
  }

  std::string_view text_;
  std::size_t depth_;
  std::vector<Level> levels_;
  std::optional<Error> fault_;
};

}  // namespace

Status check_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    return fail(ErrorCode::too_large,
                fmt::format("has {} bytes, the limit is {}", group_digits(text.size()),
                            group_digits(limits.bytes)));
  }
  Checker checker(text, limits.depth);
  json::sax_parse(text, &checker);
  return std::move(checker).status();
}

std::string in_quotes(std::string_view text) {
  return '"' + shown_text(text) + '"';
}

}  // namespace chestlens
