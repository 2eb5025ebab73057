#include "evaluate/roc_curve.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <utility>

namespace chestlens {
namespace {

/// A curve's corner as counts of films.
struct Corner {
  double false_positives = 0.0;
  double true_positives = 0.0;
};

/// Films from the highest score to the lowest, in groups of equal score.
struct RankedFilms {
  std::vector<std::size_t> films;       // positions
  std::vector<std::size_t> group_ends;  // in `films`
};

RankedFilms rank_films(std::span<const float> scores) {
  RankedFilms ranked{std::vector<std::size_t>(scores.size()), {}};
  std::iota(ranked.films.begin(), ranked.films.end(), std::size_t{0});
  std::ranges::stable_sort(ranked.films,
                           [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  for (std::size_t i = 1; i <= scores.size(); ++i) {
    if (i == scores.size() || scores[ranked.films[i]] != scores[ranked.films[i - 1]]) {
      ranked.group_ends.push_back(i);
    }
  }
  return ranked;
}

/// The corners where film i counts weights[i] times.
std::vector<Corner> corners_of(const RankedFilms& ranked, std::span<const int> positive,
                               std::span<const int> weights) {
  std::vector<Corner> corners(1);
  Corner at;
  std::size_t next = 0;
  for (const std::size_t end : ranked.group_ends) {
    for (; next < end; ++next) {
      const std::size_t film = ranked.films[next];
      (positive[film] == 1 ? at.true_positives : at.false_positives) += weights[film];
    }
    corners.push_back(at);
  }
  return corners;
}

bool is_on_a_side(const Corner& before, const Corner& corner, const Corner& after) {
  return (before.true_positives == corner.true_positives &&
          corner.true_positives == after.true_positives) ||
         (before.false_positives == corner.false_positives &&
          corner.false_positives == after.false_positives);
}

/// The highest true-positive rate that each false-positive rate 0, 1/(points-1), ... reaches; not
/// numbers where a side is empty.
std::vector<double> heights(const std::vector<Corner>& corners, int points) {
  const auto [negatives, positives] = corners.back();
  std::vector<double> rates(static_cast<std::size_t>(points),
                            std::numeric_limits<double>::quiet_NaN());
  if (negatives == 0.0 || positives == 0.0) return rates;
  std::size_t next = 0;
  for (int point = 0; point < points; ++point) {
    const double at = negatives * point / (points - 1);
    while (next + 1 < corners.size() && corners[next + 1].false_positives <= at) ++next;
    double height = corners[next].true_positives;
    if (next + 1 < corners.size()) {
      const Corner& after = corners[next + 1];
      height += (after.true_positives - height) * (at - corners[next].false_positives) /
                (after.false_positives - corners[next].false_positives);
    }
    rates[static_cast<std::size_t>(point)] = height / positives;
  }
  return rates;
}

Status check(std::span<const float> scores, std::span<const int> positive) {
  const auto positives = std::ranges::count(positive, 1);
  if (scores.size() == positive.size() && positives > 0 &&
      positives < static_cast<std::ptrdiff_t>(positive.size())) {
    return {};
  }
  return fail(ErrorCode::invalid_argument, "an ROC curve needs films of the class and others");
}

}  // namespace

Result<RocCurve> roc_curve(std::span<const float> scores, std::span<const int> positive) {
  CHESTLENS_CHECK(check(scores, positive));
  const auto corners = corners_of(rank_films(scores), positive, std::vector<int>(scores.size(), 1));
  const auto [negatives, positives] = corners.back();
  RocCurve curve;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const bool is_end = i == 0 || i + 1 == corners.size();
    if (!is_end && is_on_a_side(corners[i - 1], corners[i], corners[i + 1])) continue;
    curve.false_positive_rate.push_back(corners[i].false_positives / negatives);
    curve.true_positive_rate.push_back(corners[i].true_positives / positives);
  }
  return curve;
}

Result<RocBand> roc_band(std::span<const float> scores, std::span<const int> positive,
                         std::span<const std::string> patients, const BootstrapOptions& options,
                         int points) {
  CHESTLENS_CHECK(check(scores, positive));
  const RankedFilms ranked = rank_films(scores);
  const PatientFilms films = films_by_patient(patients);
  const auto replicate = [&](std::mt19937_64& random) {
    std::vector<int> weights(scores.size(), 0);
    for (const std::size_t film : draw_patients(films, random)) ++weights[film];
    return heights(corners_of(ranked, positive, weights), points);
  };
  RocBand band;
  for (const Interval& interval : bootstrap_intervals(replicate, options)) {
    band.false_positive_rate.push_back(static_cast<double>(band.low.size()) / (points - 1));
    band.low.push_back(interval.low);
    band.high.push_back(interval.high);
  }
  return band;
}

}  // namespace chestlens
