#pragma once

#include "explain/benchmark.hpp"

#include <chestlens/image.hpp>

#include <string>
#include <vector>

namespace chestlens {

/// What one method's map of one film is worth.
struct FilmScore {
  std::array<double, map_figure_count> figures{};  // overlap and consistency are of several films
  std::vector<double> overlaps;                    // at overlap_thresholds()
  FloatImage map;                                  // as drawn
};

/// A film that was measured.
struct ScoredFilm {
  std::string patient;
  int class_index = 0;
  std::vector<FilmScore> scores;  // [rows]
};

/// Puts figures and intervals by patient into the rows, which have their names already.
void summarize(const std::vector<ScoredFilm>& films, const BenchmarkOptions& options,
               std::vector<BenchmarkRow>& rows);

/// The overlap of each film at the threshold that is best on the other half of the patients, [N].
std::vector<double> cross_fitted_overlaps(const std::vector<ScoredFilm>& films, std::size_t row);

}  // namespace chestlens
