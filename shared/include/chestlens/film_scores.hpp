#pragma once

#include <chestlens/assessment.hpp>

#include <span>
#include <vector>

namespace chestlens {

/// Films from the highest score to the lowest, in groups of equal score.
struct Ranking {
  std::vector<std::size_t> films;
  std::vector<std::size_t> group_ends;  // in `films`
};

/// A classifier's films, ready to be scored again and again on draws of them.
struct FilmScores {
  int classes = 0;
  std::vector<int> truth = {};         // [N]
  std::vector<int> predicted = {};     // [N]
  std::vector<int> bin = {};           // of the reliability diagram, [N]
  std::vector<double> excess = {};     // 1 or 0 for right or wrong, less the confidence, [N]
  std::vector<Ranking> rankings = {};  // by the probability of each class, [C]
};

/// What draws are scored for; areas are not numbers where a side has no film.
struct FilmFigures {
  Metrics metrics = {};
  std::vector<double> roc = {};               // [C]
  std::vector<double> precision_recall = {};  // [C]
  double macro_roc = 0.0;                     // mean over the numbers among `roc`
};

/// Errors: those of reliability(); invalid_argument for no film.
Result<FilmScores> film_scores(const ScoredFilms& scored);

/// Film i counts counts[i] times.
FilmFigures figures_of(const FilmScores& scores, std::span<const int> counts);

/// By bin, the sum of `excess` as a share of all films.
std::vector<double> binned_excess(const FilmScores& scores, std::span<const int> counts);

}  // namespace chestlens
