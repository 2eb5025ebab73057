#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace chestlens {

/// The colors of groups on every chart and map, as "#rrggbb": those of Okabe & Ito (2008), which
/// the color-blind tell apart, without yellow, which white swallows.
inline constexpr std::array<std::string_view, 7> palette = {
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"};

/// Of all groups that have no color of their own.
inline constexpr std::string_view rest_color = "#9ca3af";

/// Red, green and blue of "#rrggbb".
constexpr std::array<std::uint8_t, 3> rgb_of(std::string_view color) {
  const auto digit = [&](std::size_t at) {
    const char c = color[at];
    return c <= '9' ? c - '0' : c - 'a' + 10;
  };
  const auto level = [&](std::size_t at) {
    return static_cast<std::uint8_t>(16 * digit(at) + digit(at + 1));
  };
  return {level(1), level(3), level(5)};
}

}  // namespace chestlens
