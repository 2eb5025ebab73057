#include "io/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace chestlens {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// Bytes of the character that begins at `at`, or 0 where none does.
std::size_t character_bytes(std::string_view text, std::size_t at) {
  return first_code_point(text.substr(at)).bytes;
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

}  // namespace chestlens
