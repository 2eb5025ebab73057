#include "dicom_magic.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace chestlens::decoder {
namespace {

unsigned byte_at(Bytes bytes, std::size_t i) {
  return std::to_integer<unsigned>(bytes[i]);
}

bool has_value_type(Bytes bytes) {
  constexpr std::array<std::string_view, 12> types = {"UL", "UI", "OB", "SH", "CS", "DA",
                                                      "TM", "LO", "US", "PN", "DT", "SQ"};
  return std::ranges::any_of(types,
                             [&](std::string_view type) { return has_text_at(bytes, 4, type); });
}

/// An element of implicit type has its length where an explicit one has its type: the first ones of
/// a file are short and of even length.
bool has_short_length(Bytes bytes) {
  return byte_at(bytes, 4) <= 64 && byte_at(bytes, 4) % 2 == 0 && byte_at(bytes, 5) == 0 &&
         byte_at(bytes, 6) == 0 && byte_at(bytes, 7) == 0;
}

}  // namespace

bool is_dicom(Bytes bytes) {
  constexpr std::size_t preamble_bytes = 128;
  if (has_text_at(bytes, preamble_bytes, "DICM") || has_text_at(bytes, 0, "DICM")) return true;
  if (bytes.size() < 8) return false;
  const auto is_group = [&](unsigned first, unsigned second) {
    return second == 0 && (first == 2 || first == 8);
  };
  if (is_group(byte_at(bytes, 0), byte_at(bytes, 1)) && byte_at(bytes, 3) == 0) {
    return has_value_type(bytes) || has_short_length(bytes);
  }
  return is_group(byte_at(bytes, 1), byte_at(bytes, 0)) && byte_at(bytes, 2) == 0 &&
         has_value_type(bytes);
}

}  // namespace chestlens::decoder
