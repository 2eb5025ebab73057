#include "label.hpp"

#include <chestlens/patient_interval.hpp>
#include <chestlens/threshold.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace chestlens {
namespace {

double probability_of(const ScoredFilms& scored, std::size_t film, int label) {
  return scored.probabilities[film * static_cast<std::size_t>(scored.classes) +
                              static_cast<std::size_t>(label)];
}

Status check(const ScoredFilms& scored, int label) {
  CHESTLENS_CHECK(reliability(scored.probabilities, scored.truth, scored.classes));
  CHESTLENS_CHECK(check_classes(std::span(&label, 1), scored.classes));
  if (scored.patients.size() == scored.truth.size()) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} films and {} patients", scored.truth.size(), scored.patients.size()));
}

/// A share of films with its interval by patient.
Estimate share_of(const std::vector<PatientCount>& patients) {
  double successes = 0.0;
  double trials = 0.0;
  for (const PatientCount& patient : patients) {
    successes += static_cast<double>(patient.successes);
    trials += static_cast<double>(patient.trials);
  }
  if (trials == 0.0) return {std::numeric_limits<double>::quiet_NaN(), {}};
  return {successes / trials, patient_interval(patients)};
}

/// The number rounded down to four significant digits.
double rounded_down(double number) {
  if (number <= 0.0) return 0.0;
  const double unit = std::pow(10.0, std::floor(std::log10(number)) - 3.0);
  return std::floor(number / unit) * unit;
}

/// Films of the class from the highest probability of it to the lowest.
std::vector<std::size_t> ranked_positives(const ScoredFilms& scored, int label) {
  std::vector<std::size_t> films;
  for (std::size_t film = 0; film < scored.truth.size(); ++film) {
    if (scored.truth[film] == label) films.push_back(film);
  }
  std::ranges::stable_sort(films, std::ranges::greater{},
                           [&](std::size_t film) { return probability_of(scored, film, label); });
  return films;
}

/// The threshold where each film counts `counts` times; not a number where none does.
double threshold_of(const ScoredFilms& scored, int label, double recall,
                    const std::vector<std::size_t>& ranked, const std::vector<int>& counts) {
  double all = 0.0;
  for (const std::size_t film : ranked) all += counts[film];
  if (all == 0.0) return std::numeric_limits<double>::quiet_NaN();
  constexpr double rounding = 1e-9;  // of 0.95 * 20, say
  double called = 0.0;
  for (const std::size_t film : ranked) {
    called += counts[film];
    if (called >= recall * all - rounding) return probability_of(scored, film, label);
  }
  return probability_of(scored, ranked.back(), label);
}

}  // namespace

Result<ThresholdFigures> figures_at_threshold(const ScoredFilms& scored, int label,
                                              double threshold) {
  CHESTLENS_CHECK(check(scored, label));
  ThresholdFigures figures;
  std::vector<PatientCount> recall, precision, specificity;
  for (const auto& films : films_by_patient(scored.patients)) {
    PatientCount hits, called, rejected;
    for (const std::size_t film : films) {
      const bool is_positive = scored.truth[film] == label;
      const bool is_called = probability_of(scored, film, label) >= threshold;
      ++(is_positive ? hits : rejected).trials;
      if (is_called) ++called.trials;
      if (is_positive && is_called) {
        ++hits.successes;
        ++called.successes;
      }
      if (!is_positive && !is_called) ++rejected.successes;
    }
    figures.positives += hits.trials;
    figures.negatives += rejected.trials;
    figures.called += called.trials;
    recall.push_back(hits);
    precision.push_back(called);
    specificity.push_back(rejected);
  }
  figures.recall = share_of(recall);
  figures.precision = share_of(precision);
  figures.specificity = share_of(specificity);
  return figures;
}

Result<DecisionThreshold> threshold_for_recall(const ScoredFilms& scored, int label, double recall,
                                               const BootstrapOptions& options) {
  CHESTLENS_CHECK(check(scored, label));
  if (!(recall > 0.0 && recall <= 1.0)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("a recall of {} is not in (0, 1]", recall));
  }
  const auto ranked = ranked_positives(scored, label);
  if (ranked.empty()) {
    return fail(ErrorCode::invalid_argument, "no film is of the class that the threshold is for");
  }
  const std::vector<int> once(scored.truth.size(), 1);
  DecisionThreshold chosen;
  chosen.threshold = rounded_down(threshold_of(scored, label, recall, ranked, once));
  const PatientFilms patients = films_by_patient(scored.patients);
  chosen.interval = bootstrap_intervals(
                        [&](std::mt19937_64& random) {
                          const auto counts = draw_counts(patients, once.size(), random);
                          return std::vector{threshold_of(scored, label, recall, ranked, counts)};
                        },
                        options)
                        .front();
  CHESTLENS_TRY(chosen.figures, figures_at_threshold(scored, label, chosen.threshold));
  return chosen;
}

}  // namespace chestlens
