#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chestlens {

/// Characters of a UTF-8 text; a byte that follows no lead byte belongs to the one before.
std::size_t count_characters(std::string_view utf8);

/// Whether a UTF-8 text has a character of Unicode's class Cc, of which those in `allowed` (ASCII)
/// do not count.
bool has_control_characters(std::string_view utf8, std::string_view allowed = {});

/// The first 40 characters and "..." where there are more; control characters as '?'.
std::string shown_text(std::string_view utf8);

}  // namespace chestlens
