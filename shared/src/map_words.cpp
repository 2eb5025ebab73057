#include <chestlens/map_words.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace chestlens {

std::string_view to_string(MapScale scale) {
  switch (scale) {
    case MapScale::own:
      return "own";
    case MapScale::shared:
      return "shared";
    case MapScale::all:
      return "all";
  }
  return "";
}

Result<MapScale> parse_map_scale(std::string_view name) {
  for (const MapScale scale : {MapScale::own, MapScale::shared, MapScale::all}) {
    if (name == to_string(scale)) return scale;
  }
  return fail(ErrorCode::invalid_argument, "one of own, shared and all", std::string(name));
}

MapSides sides_of(MapMethod method, const MapLook& look) {
  return map_method_info(method).is_signed ? look.sides : MapSides::in_favor;
}

ColorMap colors_of(MapMethod method, const MapLook& look) {
  return sides_of(method, look) == MapSides::both ? ColorMap::diverging : look.colors;
}

float most_of(const FloatImage& map, MapSides sides) {
  const auto [least, most] = std::ranges::minmax(map.pixels);
  return std::max({0.0F, most, sides == MapSides::both ? -least : 0.0F});
}

bool is_drawn(const FloatImage& map, MapSides sides) {
  const MapContent content = map_content(map);
  if (content == MapContent::evidence) return true;
  return sides == MapSides::both && content == MapContent::nothing_for &&
         std::ranges::min(map.pixels) < 0.0F;
}

std::vector<std::vector<float>> map_units(std::vector<std::vector<float>> most, MapScale scale) {
  float most_of_all = 0.0F;
  for (auto& of_method : most) {
    if (of_method.empty()) continue;
    const float largest = std::ranges::max(of_method);
    if (scale == MapScale::shared) std::ranges::fill(of_method, largest);
    most_of_all = std::max(most_of_all, largest);
  }
  if (scale == MapScale::all) {
    for (auto& of_method : most) std::ranges::fill(of_method, most_of_all);
  }
  return most;
}

std::vector<std::vector<float>> map_units(std::span<const MethodMaps> methods,
                                          const MapLook& look) {
  std::vector<std::vector<float>> most(methods.size());
  for (std::size_t i = 0; i < methods.size(); ++i) {
    for (const FloatImage& map : methods[i].maps) {
      most[i].push_back(most_of(map, sides_of(methods[i].method, look)));
    }
  }
  return map_units(std::move(most), look.scale);
}

FloatImage as_heat(const FloatImage& map, float unit, MapSides sides) {
  const float least = sides == MapSides::both ? -1.0F : 0.0F;
  FloatImage heat = map;
  for (float& value : heat.pixels) {
    value = unit > 0.0F ? std::clamp(value / unit, least, 1.0F) : 0.0F;
  }
  return heat;
}

std::string in_words(MapScale scale) {
  switch (scale) {
    case MapScale::own:
      return "Each map is scaled to its own maximum: the strongest color is the place that matters "
             "most for that class, however little that is. Colors of two maps are not comparable.";
    case MapScale::shared:
      return "The maps of all classes by one model and method share a scale: a class that the "
             "model sees less of is paler. Colors of two methods are not comparable.";
    case MapScale::all:
      return "The maps of all classes and methods by one model share a scale. Methods measure "
             "different things: one whose figures are small is pale for that alone.";
  }
  return "";
}

std::string sum_in_words(const FloatImage& map, const EvidenceSum& sum, MapSides sides) {
  constexpr double least_said = 0.005;
  double in_favor = 0.0, against = 0.0;
  for (const float value : map.pixels) (value > 0.0F ? in_favor : against) += double{value};
  if (against > -least_said) return in_words(sum);
  return fmt::format("{}. {:+.2f} speaks for it; {:+.2f} against it{}", in_words(sum), in_favor,
                     against, sides == MapSides::both ? "" : ", and is not drawn");
}

PlanePoint peak_of(const FloatImage& map) {
  const auto at = std::ranges::max_element(map.pixels) - map.pixels.begin();
  const auto row = at / map.width_pixels, column = at % map.width_pixels;
  return {(static_cast<double>(column) + 0.5) / map.width_pixels,
          (static_cast<double>(row) + 0.5) / map.height_pixels};
}

std::vector<std::string> map_phrases(const FloatImage& map, const EvidenceSum* sum,
                                     std::string_view place, MapSides sides) {
  std::vector<std::string> phrases;
  if (const MapContent content = map_content(map); content != MapContent::evidence) {
    phrases.emplace_back(in_words(content));
  }
  if (sum != nullptr) phrases.push_back("this map " + sum_in_words(map, *sum, sides));
  if (!place.empty()) phrases.push_back(fmt::format("strongest {}", place));
  return phrases;
}

std::string_view drawn_note(MapSides sides) {
  if (sides == MapSides::both) {
    return "What speaks for a class and what speaks against it are drawn, in two colors. Methods "
           "that know of nothing against it have only the one.";
  }
  return "Only what speaks for a class is drawn. What speaks against it is not, and may be more: "
         "strong colors do not say that the model believes in the class.";
}

}  // namespace chestlens
