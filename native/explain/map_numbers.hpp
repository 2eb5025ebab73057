#pragma once

#include "explain/film_panel.hpp"

#include <string>
#include <vector>

namespace chestlens {

/// A film's maps in figures.
struct NumberedFilm {
  std::string name;
  const FilmMaps* maps = nullptr;
};

/// A row for each film, class, model and method: probability and logit, what the map adds up to and
/// the bias (HiResCAM), its largest value, and where that lies as shares of the shown square.
std::string maps_csv(const Explainer& explainer, const std::vector<NumberedFilm>& films);

/// The same with every map's values, and what each method is.
std::string maps_json(const Explainer& explainer, const std::vector<NumberedFilm>& films);

/// The same of one film for a terminal, the classes in the order given.
std::string maps_text(const Explainer& explainer, const NumberedFilm& film,
                      const std::vector<int>& classes);

}  // namespace chestlens
