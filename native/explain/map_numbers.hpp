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

/// The columns of maps.csv, and a film's rows, one for each class, model and method: that model's
/// trust, probability and logit, what the map adds up to and the bias (HiResCAM), its largest
/// value, where that lies as shares of the shown square, and in words.
std::string maps_csv_head();
std::string maps_csv_rows(const Explainer& explainer, const NumberedFilm& film);

/// maps.json in pieces: what each method is; a film as that, with every map's values; the end.
std::string maps_json_head(const Explainer& explainer);
std::string maps_json_film(const Explainer& explainer, const NumberedFilm& film, bool is_first);
std::string maps_json_tail();

/// The same of one film for a terminal, trust first, the classes in the order given.
std::string maps_text(const Explainer& explainer, const NumberedFilm& film,
                      const std::vector<int>& classes);

}  // namespace chestlens
