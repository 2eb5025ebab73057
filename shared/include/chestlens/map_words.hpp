#pragma once

#include <chestlens/color_map.hpp>
#include <chestlens/contour.hpp>
#include <chestlens/explain.hpp>
#include <chestlens/image.hpp>
#include <chestlens/lung_field.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

// What is said beside maps, by the program and the page alike.

/// One method's maps of a film by one model.
struct MethodMaps {
  MapMethod method = MapMethod::hires_cam;
  std::vector<FloatImage> maps = {};  // [C]; empty where
  std::string refused = {};           // this says why there is none
};

/// What the strongest color of a map stands for.
enum class MapScale : std::uint8_t {
  own,     // the map's own maximum: two maps' colors are not comparable
  shared,  // the largest value of all classes by that model and method
  all      // the largest value of all classes and methods by that model
};

/// "own", "shared", "all". Errors: invalid_argument, listing them.
std::string_view to_string(MapScale scale);
Result<MapScale> parse_map_scale(std::string_view name);

/// Which side of a map is drawn: what is above zero, or what is below it too.
enum class MapSides : std::uint8_t { in_favor, both };

/// How maps are drawn.
struct MapLook {
  MapScale scale = MapScale::own;
  ColorMap colors = default_color_map;  // of what speaks for a class alone
  MapSides sides = MapSides::in_favor;

  friend bool operator==(const MapLook&, const MapLook&) = default;
};

/// The sides that are drawn of a method's maps, which may know of no evidence against, and colors.
MapSides sides_of(MapMethod method, const MapLook& look);
ColorMap colors_of(MapMethod method, const MapLook& look);

/// The largest value that is drawn of a map that is not empty, at least 0.
float most_of(const FloatImage& map, MapSides sides = MapSides::in_favor);

/// Whether there is anything to draw: of a map without evidence for the class, only what speaks
/// against it, and nothing of one that is the same everywhere.
bool is_drawn(const FloatImage& map, MapSides sides = MapSides::in_favor);

/// The value that the strongest color of each map stands for, [methods][C]; and the same by what
/// most_of() is of each map.
std::vector<std::vector<float>> map_units(std::span<const MethodMaps> methods, const MapLook& look);
std::vector<std::vector<float>> map_units(std::vector<std::vector<float>> most, MapScale scale);

/// A map as render_overlay takes it, `unit` of it being 1; nothing where that is not above zero.
FloatImage as_heat(const FloatImage& map, float unit, MapSides sides = MapSides::in_favor);

/// What the colors of a scale say, and do not say.
std::string in_words(MapScale scale);

/// The sum, and where the map speaks for and against the class, how much of each is drawn:
/// "adds up to -3.50 of the logit's -1.36; 2.14 is the bias. +0.50 speaks for it; -4.00 against it,
/// and is not drawn".
std::string sum_in_words(const FloatImage& map, const EvidenceSum& sum,
                         MapSides sides = MapSides::in_favor);

/// The middle of the cell of the largest value, the first of equals. The map is not empty.
PlanePoint peak_of(const FloatImage& map);

/// Where a place of a film lies, in pixels, by an estimate of its lungs: "in the patient's right
/// lung (left on the film), middle zone", "between the lungs", "at the film's border, upper right";
/// where no lungs are seen "in the upper right of the film". Zones are thirds of a lung's height.
std::string place_in_words(const LungField& field, const PlanePoint& place);

/// What a class's map says, in phrases: that it has no evidence, what it adds up to where that is
/// known, and the place where it is strongest, in words, unless they are empty: "no place speaks
/// for it", "this map adds up to 3.10 of the logit's 4.00; 0.90 is the bias", "strongest below the
/// lungs".
std::vector<std::string> map_phrases(const FloatImage& map, const EvidenceSum* sum,
                                     std::string_view place, MapSides sides = MapSides::in_favor);

/// What no map by any method shows, where only one side of it is drawn, and where both are.
std::string_view drawn_note(MapSides sides);

/// What is said of every map, wherever one is shown.
inline constexpr const char* map_warning =
    "For education and research: no map is a diagnosis, and none says that an answer is right. It "
    "shows what this network used.";

}  // namespace chestlens
