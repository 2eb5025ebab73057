#pragma once

#include "explain/film_maps.hpp"
#include "explain/film_scores.hpp"

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <filesystem>
#include <optional>
#include <vector>

namespace chestlens {

/// A bundle as it is, and with a part of its weights shuffled.
struct Contestant {
  Explainer explainer;
  Explainer shuffled;
};

/// Its sessions have a thread each. Errors: those of the bundle and of shuffle_last_weights.
Result<Contestant> open_contestant(const std::filesystem::path& folder,
                                   const BenchmarkOptions& options);

/// A film as the network takes it, and where its finding is.
struct PosedFilm {
  FloatImage film, mask;
  int class_index = 0;
};

/// The film where its answer is right or need not be, nothing otherwise.
/// Errors: those of the film and its mask.
Result<std::optional<PosedFilm>> pose(const Explainer& explainer, const BenchmarkFilm& film,
                                      bool wrong_too);

/// Maps that no network made: chance, a film's middle, and the finding itself.
std::vector<BenchmarkRow> reference_rows();

/// A score of each method, which the model all has maps by, and of each reference.
Result<std::vector<FilmScore>> score_film(const Contestant& contestant, const PosedFilm& posed,
                                          const std::vector<MapMethod>& methods,
                                          const OcclusionOptions& occlusion);

}  // namespace chestlens
