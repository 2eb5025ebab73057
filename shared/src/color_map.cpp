#include "cividis.hpp"
#include "turbo.hpp"
#include "viridis.hpp"

#include <chestlens/color_map.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace chestlens {
namespace {

constexpr std::array<ColorMapInfo, 5> maps{{
    {ColorMap::viridis, "viridis", "Viridis", "From violet over green to yellow, nowhere grey."},
    {ColorMap::cividis, "cividis", "Cividis",
     "From blue to yellow, alike for every eye; its middle is grey as the film is."},
    {ColorMap::accent, "accent", "One color", "From grey to blue: the film stays the quietest."},
    {ColorMap::turbo, "turbo", "Turbo",
     "The rainbow of older pictures: strong, and misleading for who is color-blind.", false},
    {ColorMap::diverging, "diverging", "For and against",
     "Orange speaks for the class, blue against it."},
}};

// Ends of the color maps of our own. Sky blue and orange are Okabe & Ito's (2008, Color Universal
// Design), nearly of one lightness, so that neither side looks the stronger.
constexpr Rgb dim{47, 53, 61}, accent_blue{79, 179, 217}, sky_blue{86, 180, 233},
    orange{230, 159, 0};

Rgb unpacked(std::uint32_t rgb) {
  return {static_cast<std::uint8_t>(rgb >> 16U), static_cast<std::uint8_t>(rgb >> 8U),
          static_cast<std::uint8_t>(rgb)};
}

Rgb mixed(const Rgb& from, const Rgb& to, float share) {
  Rgb color{};
  for (std::size_t c = 0; c < color.size(); ++c) {
    const float value =
        static_cast<float>(from[c]) * (1.0F - share) + static_cast<float>(to[c]) * share;
    color[c] = static_cast<std::uint8_t>(std::lround(value));
  }
  return color;
}

Rgb of_table(const std::array<std::uint32_t, 256>& table, float position) {
  return unpacked(table[std::min<std::size_t>(static_cast<std::size_t>(position * 256.0F), 255)]);
}

}  // namespace

std::span<const ColorMapInfo> color_maps() {
  return maps;
}

const ColorMapInfo& color_map_info(ColorMap map) {
  return maps[static_cast<std::size_t>(map)];
}

Result<ColorMap> parse_color_map(std::string_view name) {
  const auto found = std::ranges::find(maps, name, &ColorMapInfo::name);
  if (found != maps.end()) return found->map;
  std::vector<std::string_view> names;
  for (const ColorMapInfo& map : maps) names.push_back(map.name);
  return fail(ErrorCode::invalid_argument,
              fmt::format("no colors \"{}\"; there are {}", name, fmt::join(names, ", ")));
}

Rgb map_color(ColorMap map, float position) {
  const float clamped = position > 0.0F ? std::min(position, 1.0F) : 0.0F;  // NaN becomes 0
  switch (map) {
    case ColorMap::viridis:
      return of_table(viridis, clamped);
    case ColorMap::cividis:
      return of_table(cividis, clamped);
    case ColorMap::accent:
      return mixed(dim, accent_blue, clamped);
    case ColorMap::turbo:
      return of_table(turbo, clamped);
    case ColorMap::diverging:
      return clamped < 0.5F ? mixed(dim, sky_blue, 1.0F - 2.0F * clamped)
                            : mixed(dim, orange, 2.0F * clamped - 1.0F);
  }
  return {};
}

Rgb value_color(ColorMap map, float value) {
  return map_color(map, map == ColorMap::diverging ? (value + 1.0F) / 2.0F : value);
}

}  // namespace chestlens
