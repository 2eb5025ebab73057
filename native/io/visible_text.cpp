#include "io/visible_text.hpp"

#include "io/utf8.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace chestlens {
namespace {

bool is_control(std::uint32_t value) {
  return value < 0x20 || (value >= 0x7F && value < 0xA0);
}

/// Line breaks of Unicode, what makes a text read in another order than it is written, and what is
/// no character.
bool is_unseen(std::uint32_t value) {
  return value == 0x200E || value == 0x200F || (value >= 0x2028 && value <= 0x202E) ||
         (value >= 0x2066 && value <= 0x2069) || value == 0xFFFE || value == 0xFFFF;
}

}  // namespace

std::string visible_text(std::string_view text, std::string_view kept) {
  std::string shown;
  while (!text.empty()) {
    const auto [value, bytes] = first_code_point(text);
    if (bytes == 0) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else if (bytes == 1 && kept.find(text.front()) != std::string_view::npos) {
      shown += text.front();
    } else if (value == '\n') {
      shown += "\\n";
    } else if (is_control(value)) {
      shown += fmt::format("\\x{:02x}", value);
    } else if (is_unseen(value)) {
      shown += fmt::format("\\u{:04x}", value);
    } else {
      shown += text.substr(0, bytes);
    }
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return shown;
}

}  // namespace chestlens
