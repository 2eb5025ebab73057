#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace chestlens {

struct JsonLimits {
  std::size_t bytes = std::size_t{4} << 20U;
  std::size_t depth = 32;  // of objects and lists in one another
};

/// Whether a text is one JSON document, to be asked before it is parsed. Errors: too_large, parse
/// with line and column, invalid_argument for a key that an object has twice, by its path.
Status check_json(std::string_view text, const JsonLimits& limits = {});

/// A text in quotation marks as a message shows it: cut after 40 characters, control characters as
/// '?'.
std::string in_quotes(std::string_view text);

}  // namespace chestlens
