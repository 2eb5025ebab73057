#include "evaluate/comparison.hpp"

#include "evaluate/group_recalls.hpp"
#include "evaluate/scored_films.hpp"

#include <chestlens/film_scores.hpp>
#include <chestlens/roc_area.hpp>
#include <chestlens/significance.hpp>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace chestlens {
namespace {

using Runs = std::vector<FilmScores>;

/// The metrics that are compared, still without values.
std::vector<ComparedMetric> metrics_of(const FilmScores& scores,
                                       const std::vector<std::string>& classes,
                                       std::span<const FilmGroup> groups) {
  std::vector<ComparedMetric> metrics;
  for (const char* name :
       {"accuracy", "balanced accuracy", "macro F1", "weighted F1", "mean ROC area"}) {
    metrics.push_back({.name = name, .films = std::ssize(scores.truth)});
  }
  for (std::size_t c = 0; c < classes.size(); ++c) {
    metrics.push_back({.name = "recall " + classes[c],
                       .films = std::ranges::count(scores.truth, static_cast<int>(c))});
  }
  if (groups.empty()) return metrics;
  for (const FilmGroup& group : groups) {
    metrics.push_back({.name = "recall " + group.name, .films = std::ssize(group.films)});
  }
  const auto smallest = std::ranges::min_element(
      groups, {}, [](const FilmGroup& group) { return group.films.size(); });
  metrics.push_back({.name = "recall of the worst group", .films = std::ssize(smallest->films)});
  return metrics;
}

/// The metrics of metrics_of(), in its order, where film i counts counts[i] times.
std::vector<double> metrics_on(const FilmScores& scores, std::span<const int> counts,
                               std::span<const FilmGroup> groups) {
  const FilmFigures figures = figures_of(scores, counts);
  const Metrics& metrics = figures.metrics;
  std::vector<double> values{metrics.accuracy, metrics.balanced_accuracy, metrics.macro_f1,
                             metrics.weighted_f1, figures.macro_roc};
  for (const auto& one : metrics.classes) values.push_back(one.recall);
  if (groups.empty()) return values;
  const auto recalls = group_recalls(scores, groups, counts);
  values.insert(values.end(), recalls.begin(), recalls.end());
  return values;
}

/// Means over some of the runs.
std::vector<double> mean_metrics(const Runs& runs, std::span<const std::size_t> which,
                                 std::span<const int> counts, std::span<const FilmGroup> groups) {
  std::vector<double> mean;
  for (const std::size_t run : which) {
    const auto values = metrics_on(runs[run], counts, groups);
    mean.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      mean[i] += values[i] / static_cast<double>(which.size());
    }
  }
  return mean;
}

std::vector<std::size_t> all_of(std::size_t count) {
  std::vector<std::size_t> indices(count);
  std::iota(indices.begin(), indices.end(), std::size_t{0});
  return indices;
}

std::vector<std::size_t> draw_runs(std::size_t count, std::mt19937_64& random) {
  std::vector<std::size_t> runs(count);
  for (auto& run : runs) run = draw_index(count, random);
  return runs;
}

bool same_films(const PredictionTable& a, const PredictionTable& b) {
  return std::ranges::equal(a.films, b.films, [](const auto& one, const auto& other) {
    return one.file == other.file && one.label == other.label && one.patient_id == other.patient_id;
  });
}

Status check(std::span<const PredictionTable> tables, const PredictionTable& reference) {
  for (const auto& table : tables) {
    if (table.classes == reference.classes && same_films(table, reference)) continue;
    return fail(ErrorCode::mismatch,
                "the runs were evaluated on different films or classes; train and evaluate them on "
                "the same data with the same data.seed");
  }
  return {};
}

/// A class's area with its interval, not numbers without films of it.
ComparedValue area_of(const ScoredFilms& scored, std::size_t label, const PatientFilms& patients) {
  std::vector<float> scores;
  std::vector<int> positive;
  for (std::size_t film = 0; film < scored.truth.size(); ++film) {
    scores.push_back(row_of_film(scored, film)[label]);
    positive.push_back(static_cast<std::size_t>(scored.truth[film]) == label ? 1 : 0);
  }
  const auto area = roc_area(scores, positive, patients);
  if (area) return {area->area, area->interval};
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  return {unknown, {unknown, unknown}};
}

Result<Runs> runs_of(std::span<const PredictionTable> tables) {
  Runs runs;
  for (const PredictionTable& table : tables) {
    CHESTLENS_TRY(const auto scored, scored_films(table));
    CHESTLENS_TRY(auto scores, film_scores(scored));
    runs.push_back(std::move(scores));
  }
  return runs;
}

/// What one run against one lets be tested: accuracy by McNemar's test, and each class's area.
Status add_model_tests(const PredictionTable& first, const PredictionTable& second,
                       const BootstrapOptions& options, Comparison& comparison) {
  std::vector<ScoredFilms> models;
  for (const PredictionTable* table : {&first, &second}) {
    CHESTLENS_TRY(auto scored, scored_films(*table));
    models.push_back(std::move(scored));
  }
  const BootstrapOptions few{.draws = 1, .seed = options.seed};  // what is taken has no draws
  CHESTLENS_TRY(const auto pairs, compare_models(models, few));
  const ModelDifferences& pair = pairs.front();
  comparison.mcnemar = pair.mcnemar;
  comparison.metrics.front().difference.p = pair.mcnemar.p;
  const PatientFilms patients = films_by_patient(models.front().patients);
  for (std::size_t c = 0; c < first.classes.size(); ++c) {
    ComparedMetric metric{.name = "ROC area " + first.classes[c], .difference = pair.roc[c]};
    metric.films = std::ranges::count(models.front().truth, static_cast<int>(c));
    metric.first = area_of(models[0], c, patients);
    metric.second = area_of(models[1], c, patients);
    comparison.metrics.push_back(std::move(metric));
  }
  return {};
}

void correct(Comparison& comparison) {
  std::vector<double> p;
  for (const ComparedMetric& metric : comparison.metrics) p.push_back(metric.difference.p);
  const auto corrected = holm(p);
  for (std::size_t i = 0; i < corrected.size(); ++i) {
    comparison.metrics[i].difference.corrected_p = corrected[i];
  }
}

}  // namespace

Result<Comparison> compare(std::span<const PredictionTable> first,
                           std::span<const PredictionTable> second, const BootstrapOptions& options,
                           bool by_source) {
  if (first.empty() || second.empty()) {
    return fail(ErrorCode::invalid_argument, "one side has no runs");
  }
  const auto groups = by_source ? film_groups(first.front()) : std::vector<FilmGroup>{};
  if (by_source && groups.empty()) {
    return fail(ErrorCode::invalid_argument,
                "no class has ten films from a source that the predictions name; evaluate the runs "
                "again: tables of earlier versions name none");
  }
  for (const auto& side : {first, second}) {
    CHESTLENS_CHECK(check(side, first.front()));
  }
  CHESTLENS_TRY(const auto first_runs, runs_of(first));
  CHESTLENS_TRY(const auto second_runs, runs_of(second));
  std::vector<std::string> patient_of_film;
  for (const auto& film : first.front().films) patient_of_film.push_back(film.patient_id);
  const auto patients = films_by_patient(patient_of_film);

  const auto both_sides = [&](std::span<const std::size_t> runs_a,
                              std::span<const std::size_t> runs_b, std::span<const int> counts) {
    auto values = mean_metrics(first_runs, runs_a, counts, groups);
    const auto others = mean_metrics(second_runs, runs_b, counts, groups);
    const std::size_t count = others.size();
    values.insert(values.end(), others.begin(), others.end());
    for (std::size_t i = 0; i < count; ++i) values.push_back(values[i] - others[i]);
    return values;
  };
  const auto means = both_sides(all_of(first.size()), all_of(second.size()),
                                std::vector<int>(patient_of_film.size(), 1));
  const auto draws = bootstrap_draws(
      [&](std::mt19937_64& random) {
        const auto counts = draw_counts(patients, patient_of_film.size(), random);
        const auto runs_a = draw_runs(first.size(), random);
        return both_sides(runs_a, draw_runs(second.size(), random), counts);
      },
      options);

  Comparison comparison{
      .films = patient_of_film.size(),
      .patients = patients.size(),
      .patients_known = std::ranges::all_of(first.front().films, &PredictedFilm::patient_known),
      .metrics = metrics_of(first_runs.front(), first.front().classes, groups)};
  const std::size_t count = comparison.metrics.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = [&](std::size_t part) {
      const std::size_t at = part * count + i;
      return ComparedValue{means[at], percentile_interval(draws[at], options.level)};
    };
    ComparedMetric& metric = comparison.metrics[i];
    metric.first = value(0);
    metric.second = value(1);
    const auto difference = value(2);
    metric.difference = {difference.mean, difference.interval, bootstrap_p(draws[2 * count + i])};
  }
  if (first.size() == 1 && second.size() == 1) {
    CHESTLENS_CHECK(add_model_tests(first.front(), second.front(), options, comparison));
  }
  correct(comparison);
  return comparison;
}

}  // namespace chestlens
