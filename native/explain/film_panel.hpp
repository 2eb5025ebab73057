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

/// The class's probability and logit by each model, named where there are several, and then what
/// all together say.
std::vector<std::string> answer_lines(const Predictor& predictor, const FilmMaps& maps,
                                      std::size_t class_index);

/// What the answer of all models together is: "their plain mean", or an ensemble's.
std::string together_in_words(const Predictor& predictor);

/// The parts of a map that speak for its class, which are drawn, and against it, which are not,
/// beside the logit that they are of.
std::string evidence_in_words(const FloatImage& map, const EvidenceSum& sum);

/// What the colors of a scale say, and do not say.
std::string in_words(MapScale scale);

/// The value that the strongest color of each class's map stands for, [C].
std::vector<float> map_units(const MethodMaps& maps, MapScale scale);

/// What no map by any method shows.
inline constexpr const char* drawn_note =
    "Only what speaks for a class is drawn. What speaks against it is not, and may be more: strong "
    "colors do not say that the model believes in the class.";

/// What is said of every map, wherever one is shown.
inline constexpr const char* map_warning =
    "For education and research: no map is a diagnosis, and none says that an answer is right. It "
    "shows what this network used.";

}  // namespace chestlens
