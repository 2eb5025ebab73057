#pragma once

#include "data/manifest.hpp"
#include "data/split.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// The file of a bundle that says which films made its weights.
inline constexpr const char* films_file = "films.json";

/// The films and patients that a model saw, as tags: the first 16 hex digits of the SHA-256 of a
/// film's file, or of a patient's id. Sorted, each once; patients only where they are known.
struct SeenFilms {
  std::vector<std::string> training;
  std::vector<std::string> validation;
  std::vector<std::string> training_patients;
  std::vector<std::string> validation_patients;
};

/// The tags of a split's two parts; `sha256` are the digests of the manifest's films, in its order.
SeenFilms seen_films(const Manifest& manifest, const Split& split,
                     std::span<const std::string> sha256);

/// films.json. parse_seen_films reads it back. Errors: parse, invalid_argument naming the list.
std::string to_json(const SeenFilms& seen);
Result<SeenFilms> parse_seen_films(std::string_view json);

/// What a model saw of a film, the worst first.
enum class FilmRole : std::uint8_t {
  trained,             // the model was trained on it
  training_patient,    // on other films of its patient
  validation,          // it chose the epoch and the temperature
  validation_patient,  // other films of its patient did
  unseen
};

/// The role of every film of a manifest, in its order.
std::vector<FilmRole> film_roles(const Manifest& manifest, std::span<const std::string> sha256,
                                 const SeenFilms& seen);

/// The same of a split of this manifest.
std::vector<FilmRole> film_roles(const Manifest& manifest, const Split& split);

}  // namespace chestlens
