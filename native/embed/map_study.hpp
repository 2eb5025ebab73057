#pragma once

#include "embed/make_map.hpp"
#include "embed/map_films.hpp"
#include "io/markdown.hpp"

#include <chestlens/map.hpp>
#include <chestlens/trust.hpp>

#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// A film of one's own on a model's map.
struct PlacedFilm {
  std::string file;
  Placed placed;
  std::optional<Trust> trust = {};  // is it like the films of training; none: not asked
};

/// A model's map, and films that are placed on it.
struct ModelMap {
  std::string name;
  std::string title;
  MadeMap made;
  std::vector<PlacedFilm> placed;
};

/// The maps of several models over the same films.
struct MapStudy {
  MapFilms films;
  std::vector<ModelMap> models;
  std::uint64_t seed = 42;
};

/// What a map does not show, in two sentences.
inline constexpr const char* map_caution =
    "The eye deceives: islands, their sizes and the gaps between them are made by t-SNE as much as "
    "by the films. What separates is measured on the features, and best on films that the model "
    "never saw.";

/// "0.25".
std::string silhouette_text(double silhouette);

/// Figures of separation, a row per model, its films and their grouping, which are the first three
/// columns.
TextRow separation_header();
std::vector<TextRow> separation_rows(const MapStudy& study);

/// What the figures mean, and how each map was made.
std::vector<std::string> separation_notes(const MapStudy& study);

/// All of it as Markdown.
std::string to_markdown(const MapStudy& study);

/// The same for programs, at full precision; what is no number is null.
std::string to_json(const MapStudy& study);

/// A model's places: film, class, source, split, x and y, a film per line.
std::string places_csv(const MapStudy& study, const ModelMap& model);

}  // namespace chestlens
