#include "characters.hpp"

#include <algorithm>

namespace chestlens {
namespace {

bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// C0 and DEL; C1 is U+0080..U+009F, in UTF-8 0xC2 and a byte below 0xA0.
bool is_control(std::string_view utf8, std::size_t at) {
  const auto byte = static_cast<unsigned char>(utf8[at]);
  if (byte < 0x20 || byte == 0x7F) return true;
  return byte == 0xC2 && at + 1 < utf8.size() && static_cast<unsigned char>(utf8[at + 1]) < 0xA0;
}

}  // namespace

std::size_t count_characters(std::string_view utf8) {
  return utf8.size() - static_cast<std::size_t>(std::ranges::count_if(utf8, continues));
}

bool has_control_characters(std::string_view utf8, std::string_view allowed) {
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    if (is_control(utf8, at) && allowed.find(utf8[at]) == allowed.npos) return true;
  }
  return false;
}

std::string shown_text(std::string_view utf8) {
  constexpr std::size_t most_characters = 40;
  std::string shown;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    if (!continues(utf8[at]) && characters++ == most_characters) return shown + "...";
    if (is_control(utf8, at)) {
      shown += '?';
      if (utf8[at] == '\xC2') ++at;
    } else {
      shown += utf8[at];
    }
  }
  return shown;
}

}  // namespace chestlens
