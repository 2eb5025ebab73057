#pragma once

#include "explain/film_maps.hpp"
#include "explain/panel.hpp"

#include <chestlens/error.hpp>

#include <string>
#include <vector>

namespace chestlens {

struct PanelChoice {
  std::string title;         // "ward/film.png"
  std::vector<int> classes;  // rows
  MapLook look = {};
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

}  // namespace chestlens
