#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace chestlens {

/// A character of Unicode and its length in UTF-8.
struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 0;  // 0 where the bytes are not UTF-8
};

/// The first character of a text that is not empty (RFC 3629: no overlong forms, no surrogates,
/// nothing beyond U+10FFFF).
CodePoint first_code_point(std::string_view text);

/// Characters of a text; a byte that follows no lead byte belongs to the one before.
std::size_t characters_in(std::string_view text);

/// Position of the first byte that is not part of UTF-8, or npos.
std::size_t first_not_utf8(std::string_view text);

/// The text with each byte that is not UTF-8 written as "\xE9", so that any report can hold it.
std::string as_utf8(std::string_view text);

}  // namespace chestlens
