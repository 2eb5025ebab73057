#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace chestlens {

/// Position of the first byte that is not part of UTF-8, or npos.
std::size_t first_not_utf8(std::string_view text);

/// The text with each byte that is not UTF-8 written as "\xE9", so that any report can hold it.
std::string as_utf8(std::string_view text);

/// What a text file that people saved is not: UTF-16, a web page, a workbook, another encoding than
/// UTF-8. Errors: parse, naming line and column and how to save the file rightly.
Status check_saved_text(std::string_view text);

}  // namespace chestlens
