#pragma once

#include "explain/film_maps.hpp"
#include "explain/panel.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// What the strongest color of a map stands for.
enum class MapScale : std::uint8_t {
  own,    // the map's own maximum: two maps' colors are not comparable
  shared  // the largest value of all classes by that model and method
};

struct PanelChoice {
  std::string title;         // "ward/film.png"
  std::vector<int> classes;  // rows
  MapScale scale = MapScale::own;
  int tile_pixels = 192;
};

/// The film and all maps side by side, a row a class. Errors: those of map_tile.
Result<Panel> film_panel(const Explainer& explainer, const FilmMaps& maps,
                         const PanelChoice& choice);

/// What the colors of a scale say, and do not say.
std::string in_words(MapScale scale);

/// The value that the strongest color of each class's map stands for, [C].
std::vector<float> map_units(const MethodMaps& maps, MapScale scale);

/// What is said of every map, wherever one is shown.
inline constexpr const char* map_warning =
    "For education and research: no map is a diagnosis, and none says that an answer is right. It "
    "shows what this network used.";

}  // namespace chestlens
