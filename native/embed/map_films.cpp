#include "embed/map_films.hpp"

#include "bundle/seen_films.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace chestlens {
namespace {

/// Numbers names by their first appearance.
class Numbers {
 public:
  int of(const std::string& name) {
    const auto [at, is_new] = numbers_.emplace(name, static_cast<int>(numbers_.size()));
    return at->second;
  }

 private:
  std::map<std::string, int> numbers_;
};

/// Each different text once, sorted.
std::vector<std::string> kinds_of(std::vector<std::string> texts) {
  std::ranges::sort(texts);
  texts.erase(std::ranges::unique(texts).begin(), texts.end());
  return texts;
}

MapSplit side_of_role(FilmRole role) {
  switch (role) {
    case FilmRole::trained:
    case FilmRole::training_patient:
      return MapSplit::train;
    case FilmRole::validation:
    case FilmRole::validation_patient:
      return MapSplit::validation;
    case FilmRole::unseen:
      break;
  }
  return MapSplit::test;
}

MapSplit declared_side(const ManifestRow& film) {
  switch (side_of(film.split)) {
    case DeclaredSplit::validation:
      return MapSplit::validation;
    case DeclaredSplit::test:
      return MapSplit::test;
    default:
      return MapSplit::train;
  }
}

}  // namespace

MapFilms map_films(const Manifest& manifest) {
  MapFilms films;
  films.classes = manifest.classes;
  std::vector<std::string> sources;
  Numbers patients;
  for (const ManifestRow& film : manifest.films) {
    sources.push_back(film.source.empty() ? "not stated" : film.source);
    films.files.push_back(film.file);
    films.paths.push_back(manifest.folder / film.file);
    films.class_of.push_back(film.class_index);
    films.patient_of.push_back(patients.of(film.patient_id));
    films.patients_known = films.patients_known && film.patient_known;
  }
  films.sources = kinds_of(sources);
  for (const std::string& source : sources) {
    const auto at = std::ranges::lower_bound(films.sources, source);
    films.source_of.push_back(static_cast<int>(at - films.sources.begin()));
  }
  return films;
}

std::vector<MapSplit> sides_for(const Bundle& bundle, const Manifest& manifest,
                                std::span<const std::string> sha256) {
  std::vector<MapSplit> sides;
  if (bundle.films && !sha256.empty()) {
    const auto roles = film_roles(manifest, sha256, *bundle.films);
    std::ranges::transform(roles, std::back_inserter(sides), side_of_role);
  } else {
    std::ranges::transform(manifest.films, std::back_inserter(sides), declared_side);
  }
  return sides;
}

}  // namespace chestlens
