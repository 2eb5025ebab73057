#include "io/utf8.hpp"

#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace chestlens {
namespace {

constexpr const char* way_out = "save the file as UTF-8 (in Excel: CSV UTF-8)";

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// Bytes of the character that begins at `at`, or 0 where none does.
std::size_t character_bytes(std::string_view text, std::size_t at) {
  return first_code_point(text.substr(at)).bytes;
}

/// "line 3, column 7", both from 1; columns are counted in characters.
std::string place_of(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t start =
      before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  std::size_t column = 1;
  for (std::size_t i = start; i < at; i += character_bytes(text, i)) ++column;
  return fmt::format("line {}, column {}", line, column);
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const unsigned lead = byte_at(text, 0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  std::uint32_t value = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte_at(text, i) & 0xC0U) != 0x80) return {};
    value = value << 6 | (byte_at(text, i) & 0x3FU);
  }
  const bool too_long = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return too_long || surrogate || value > 0x10FFFF ? CodePoint{} : CodePoint{value, bytes};
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::size_t first_not_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = character_bytes(text, at);
    if (bytes == 0) return at;
    at += bytes;
  }
  return std::string_view::npos;
}

std::string as_utf8(std::string_view text) {
  std::string visible;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = character_bytes(text, at);
    if (bytes == 0) {
      visible += fmt::format("\\x{:02X}", byte_at(text, at++));
    } else {
      visible += text.substr(at, bytes);
      at += bytes;
    }
  }
  return visible;
}

Status check_saved_text(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return fail(ErrorCode::parse, std::string("is UTF-16; ") + way_out);
  }
  if (text.starts_with("PK\x03\x04")) {
    return fail(ErrorCode::parse, "is a workbook or an archive, no text; save it as CSV UTF-8");
  }
  const std::size_t mark = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::string_view start = trimmed(text.substr(mark, 1024), " \t\r\n");
  if (start.starts_with("<")) {
    return fail(ErrorCode::parse, "looks like a web page: the download went wrong");
  }
  const std::size_t at = first_not_utf8(text);
  if (at == std::string_view::npos) return {};
  return fail(ErrorCode::parse,
              fmt::format("byte 0x{:02X} is not UTF-8; {}", byte_at(text, at), way_out),
              place_of(text, at));
}

}  // namespace chestlens
