#pragma once

#include "curation/film_traits.hpp"
#include "curation/fingerprint.hpp"
#include "data/manifest.hpp"
#include "io/reporter.hpp"

#include <string>
#include <vector>

namespace chestlens {

struct UnreadableFilm {
  std::string file, reason;
};

/// What was seen of films, in the manifest's order.
struct LookedAt {
  std::vector<Fingerprint> prints;
  std::vector<FilmTraits> traits;
  std::vector<UnreadableFilm> unreadable;
};

/// Reads every film of the manifest; those that cannot be read leave it.
LookedAt look_at_films(Manifest& manifest, int threads, const Reporter& reporter);

}  // namespace chestlens
