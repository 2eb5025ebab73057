#include <chestlens/film_scores.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace chestlens {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr int bins = 15;

Ranking rank_films(const ScoredFilms& scored, std::size_t label) {
  const auto classes = static_cast<std::size_t>(scored.classes);
  const auto score = [&](std::size_t film) { return scored.probabilities[film * classes + label]; };
  Ranking ranking{std::vector<std::size_t>(scored.truth.size()), {}};
  std::iota(ranking.films.begin(), ranking.films.end(), std::size_t{0});
  std::ranges::stable_sort(ranking.films, std::ranges::greater{}, score);
  for (std::size_t i = 1; i <= ranking.films.size(); ++i) {
    if (i == ranking.films.size() || score(ranking.films[i]) != score(ranking.films[i - 1])) {
      ranking.group_ends.push_back(i);
    }
  }
  return ranking;
}

struct Areas {
  double roc = unknown;
  double precision_recall = unknown;
};

/// roc_auc() and average_precision() of a class, each film counting as often as it is drawn.
Areas areas_of(const FilmScores& scores, int label, std::span<const int> counts) {
  const Ranking& ranking = scores.rankings[static_cast<std::size_t>(label)];
  double hits = 0.0;  // positives down to here, and negatives
  double misses = 0.0;
  double outranked = 0.0;  // pairs whose negative is above the positive, ties half
  double precision = 0.0;  // times the positives gained there
  std::size_t next = 0;
  for (const std::size_t end : ranking.group_ends) {
    double positives = 0.0;
    double negatives = 0.0;
    for (; next < end; ++next) {
      const std::size_t film = ranking.films[next];
      (scores.truth[film] == label ? positives : negatives) += counts[film];
    }
    outranked += positives * (misses + 0.5 * negatives);
    hits += positives;
    misses += negatives;
    if (positives > 0.0) precision += positives * hits / (hits + misses);
  }
  if (hits == 0.0 || misses == 0.0) return {};
  return {1.0 - outranked / (hits * misses), std::min(precision / hits, 1.0)};
}

}  // namespace

Result<FilmScores> film_scores(const ScoredFilms& scored) {
  if (scored.truth.empty()) return fail(ErrorCode::invalid_argument, "no film to assess");
  CHESTLENS_CHECK(reliability(scored.probabilities, scored.truth, scored.classes, bins));
  FilmScores scores{.classes = scored.classes, .truth = scored.truth};
  const auto classes = static_cast<std::size_t>(scored.classes);
  for (std::size_t film = 0; film < scored.truth.size(); ++film) {
    const auto row = std::span(scored.probabilities).subspan(film * classes, classes);
    const auto highest = std::ranges::max_element(row);
    const int predicted = static_cast<int>(highest - row.begin());
    const double confidence = *highest;
    scores.predicted.push_back(predicted);
    scores.bin.push_back(reliability_bin(confidence, bins));
    scores.excess.push_back((predicted == scored.truth[film] ? 1.0 : 0.0) - confidence);
  }
  for (std::size_t c = 0; c < classes; ++c) scores.rankings.push_back(rank_films(scored, c));
  return scores;
}

FilmFigures figures_of(const FilmScores& scores, std::span<const int> counts) {
  const auto classes = static_cast<std::size_t>(scores.classes);
  ConfusionMatrix matrix{scores.classes, std::vector<std::int64_t>(classes * classes, 0)};
  for (std::size_t film = 0; film < counts.size(); ++film) {
    const auto truth = static_cast<std::size_t>(scores.truth[film]);
    matrix.counts[truth * classes + static_cast<std::size_t>(scores.predicted[film])] +=
        counts[film];
  }
  FilmFigures figures{.metrics = metrics_from(matrix)};
  double sum = 0.0;
  int numbers = 0;
  for (int c = 0; c < scores.classes; ++c) {
    const Areas areas = areas_of(scores, c, counts);
    figures.roc.push_back(areas.roc);
    figures.precision_recall.push_back(areas.precision_recall);
    if (std::isnan(areas.roc)) continue;
    sum += areas.roc;
    ++numbers;
  }
  figures.macro_roc = numbers == 0 ? unknown : sum / numbers;
  return figures;
}

std::vector<double> binned_excess(const FilmScores& scores, std::span<const int> counts) {
  std::vector<double> sums(bins, 0.0);
  double films = 0.0;
  for (std::size_t film = 0; film < counts.size(); ++film) {
    sums[static_cast<std::size_t>(scores.bin[film])] += counts[film] * scores.excess[film];
    films += counts[film];
  }
  for (double& sum : sums) sum /= films;
  return sums;
}

}  // namespace chestlens
