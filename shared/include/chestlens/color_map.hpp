#pragma once

#include <chestlens/error.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace chestlens {

// The colors of maps over films, for the program and the page alike.

enum class ColorMap : std::uint8_t { viridis, cividis, accent, turbo, diverging };

struct ColorMapInfo {
  ColorMap map = ColorMap::viridis;
  std::string_view name;     // on the command line, "viridis"
  std::string_view title;    // "Viridis"
  std::string_view meaning;  // a sentence for people
  bool is_safe = true;  // who is color-blind sees its order too: its lightness rises throughout
};

/// Those from nothing to the most evidence, the default first, and then `diverging`, from the most
/// against over nothing to the most for.
std::span<const ColorMapInfo> color_maps();
const ColorMapInfo& color_map_info(ColorMap map);

/// By ColorMapInfo::name. Errors: invalid_argument, listing the names.
Result<ColorMap> parse_color_map(std::string_view name);

/// Viridis: unlike Cividis it is nowhere grey, as the film under it is, and it is as safe.
inline constexpr ColorMap default_color_map = ColorMap::viridis;

using Rgb = std::array<std::uint8_t, 3>;

/// At a position in [0,1], clamped; of `diverging` nothing is at 0.5.
Rgb map_color(ColorMap map, float position);

/// Of a value in [-1,1] of a map with evidence against: `diverging`; of the others its positive
/// part.
Rgb value_color(ColorMap map, float value);

}  // namespace chestlens
