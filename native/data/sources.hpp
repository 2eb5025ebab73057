#pragma once

#include "data/manifest.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// So few films of a class from one source are no group to balance by: a network learns each of
/// them by heart.
constexpr std::size_t smallest_group = 10;

/// The sources of some films.
struct FilmSources {
  std::vector<std::string> names;      // all of the manifest's, sorted
  std::vector<std::int64_t> of_films;  // the number, among the names, of each film's
};

/// The sources of manifest.films[films[i]]. A source with fewer than smallest_group of these films
/// in a class counts there as that class's largest.
FilmSources film_sources(const Manifest& manifest, std::span<const std::size_t> films);

}  // namespace chestlens
