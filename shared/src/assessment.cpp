#include <chestlens/assessment.hpp>
#include <chestlens/film_scores.hpp>
#include <chestlens/patient_interval.hpp>
#include <chestlens/roc_area.hpp>

#include <fmt/format.h>

#include <limits>
#include <utility>

namespace chestlens {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The figures of a draw that percentiles make intervals of, in the order in which an Assessment is
/// filled.
std::vector<double> drawn_figures(const FilmFigures& figures) {
  std::vector<double> values{figures.metrics.balanced_accuracy, figures.metrics.macro_f1,
                             figures.metrics.weighted_f1, figures.macro_roc};
  for (std::size_t c = 0; c < figures.roc.size(); ++c) {
    const ClassMetrics& one = figures.metrics.classes[c];
    values.push_back(figures.precision_recall[c]);
    values.push_back(one.films > 0 ? one.f1 : unknown);
  }
  return values;
}

/// The interval of a share by patient: of the films that `counts`, those that `succeeds`.
template <typename Counts, typename Succeeds>
Interval interval_by_patient(const PatientFilms& patients, Counts counts, Succeeds succeeds) {
  std::vector<PatientCount> list;
  for (const auto& films : patients) {
    PatientCount count;
    for (const std::size_t film : films) {
      if (!counts(film)) continue;
      ++count.trials;
      count.successes += succeeds(film) ? 1 : 0;
    }
    list.push_back(count);
  }
  return patient_interval(list);
}

/// Gives the metrics' shares their intervals by patient.
void set_intervals(Metrics& metrics, const FilmScores& scores, const PatientFilms& patients) {
  const auto is_right = [&](std::size_t film) {
    return scores.truth[film] == scores.predicted[film];
  };
  metrics.accuracy_interval =
      interval_by_patient(patients, [](std::size_t) { return true; }, is_right);
  for (int c = 0; c < scores.classes; ++c) {
    const auto is_true = [&](std::size_t film) { return scores.truth[film] == c; };
    const auto is_other = [&](std::size_t film) { return scores.truth[film] != c; };
    const auto is_called = [&](std::size_t film) { return scores.predicted[film] == c; };
    const auto is_not_called = [&](std::size_t film) { return scores.predicted[film] != c; };
    ClassMetrics& one = metrics.classes[static_cast<std::size_t>(c)];
    one.recall_interval = interval_by_patient(patients, is_true, is_right);
    one.precision_interval = interval_by_patient(patients, is_called, is_right);
    one.specificity_interval = interval_by_patient(patients, is_other, is_not_called);
  }
}

/// A class's area with its interval; not numbers without films on both sides.
Estimate area_of(const ScoredFilms& scored, int label, double area, const PatientFilms& patients) {
  std::vector<float> scores;
  std::vector<int> positive;
  for (std::size_t film = 0; film < scored.truth.size(); ++film) {
    scores.push_back(scored.probabilities[film * static_cast<std::size_t>(scored.classes) +
                                          static_cast<std::size_t>(label)]);
    positive.push_back(scored.truth[film] == label ? 1 : 0);
  }
  const auto estimated = roc_area(scores, positive, patients);
  return {area, estimated ? estimated->interval : Interval{unknown, unknown}};
}

Status check(const ScoredFilms& scored) {
  if (scored.patients.size() == scored.truth.size()) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} films and {} patients", scored.truth.size(), scored.patients.size()));
}

}  // namespace

Result<Assessment> assess(const ScoredFilms& scored, const BootstrapOptions& options) {
  CHESTLENS_TRY(const auto scores, film_scores(scored));
  CHESTLENS_CHECK(check(scored));
  const PatientFilms patients = films_by_patient(scored.patients);
  const std::vector<int> once(scored.truth.size(), 1);
  FilmFigures figures = figures_of(scores, once);
  const auto values = drawn_figures(figures);

  std::vector<std::vector<double>> excess_draws;
  const auto intervals = bootstrap_intervals(
      [&](std::mt19937_64& random) {
        const auto counts = draw_counts(patients, once.size(), random);
        excess_draws.push_back(binned_excess(scores, counts));
        return drawn_figures(figures_of(scores, counts));
      },
      options);

  std::size_t next = 0;
  const auto estimate = [&] {
    const std::size_t i = next++;
    return Estimate{values[i], intervals[i]};
  };
  set_intervals(figures.metrics, scores, patients);
  CHESTLENS_TRY(auto bins, reliability(scored.probabilities, scored.truth, scored.classes));
  Assessment assessment{.metrics = std::move(figures.metrics),
                        .balanced_accuracy = estimate(),
                        .macro_f1 = estimate(),
                        .weighted_f1 = estimate(),
                        .macro_roc = estimate(),
                        .classes = {},
                        .reliability = std::move(bins),
                        .calibration_error = unbiased_calibration_error(
                            binned_excess(scores, once), excess_draws, options.level)};
  for (int c = 0; c < scored.classes; ++c) {
    const double area = figures.roc[static_cast<std::size_t>(c)];
    assessment.classes.push_back({.roc = area_of(scored, c, area, patients),
                                  .precision_recall = estimate(),
                                  .f1 = estimate()});
  }
  return assessment;
}

}  // namespace chestlens
