#include "evaluate/comparison.hpp"

#include "io/markdown.hpp"
#include "io/text.hpp"

#include <chestlens/metrics.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chestlens {
namespace {

/// One run's predictions.
struct RunPredictions {
  std::vector<int> labels;
  std::vector<int> predicted;
  int classes = 0;
};

RunPredictions predictions_of(const PredictionTable& table) {
  RunPredictions predictions{
      .labels = {}, .predicted = {}, .classes = static_cast<int>(table.classes.size())};
  for (const auto& film : table.films) {
    predictions.labels.push_back(film.label);
    predictions.predicted.push_back(
        static_cast<int>(std::ranges::max_element(film.logits) - film.logits.begin()));
  }
  return predictions;
}

/// The metrics that are compared, still without values.
std::vector<ComparedMetric> metrics_of(const RunPredictions& predictions,
                                       const std::vector<std::string>& classes) {
  std::vector<ComparedMetric> metrics;
  for (const char* name : {"accuracy", "balanced accuracy", "macro F1", "weighted F1"}) {
    metrics.push_back({.name = name, .films = std::ssize(predictions.labels)});
  }
  for (std::size_t c = 0; c < classes.size(); ++c) {
    metrics.push_back({.name = "recall " + classes[c],
                       .films = std::ranges::count(predictions.labels, static_cast<int>(c))});
  }
  return metrics;
}

/// The metrics of metrics_of(), in its order, on some of the films.
std::vector<double> metrics_on(const RunPredictions& predictions,
                               std::span<const std::size_t> films) {
  ConfusionMatrix matrix{predictions.classes, {}};
  const auto classes = static_cast<std::size_t>(predictions.classes);
  matrix.counts.assign(classes * classes, 0);
  for (const std::size_t film : films) {
    ++matrix.counts[static_cast<std::size_t>(predictions.labels[film]) * classes +
                    static_cast<std::size_t>(predictions.predicted[film])];
  }
  const Metrics metrics = metrics_from(matrix);
  std::vector<double> values{metrics.accuracy, metrics.balanced_accuracy, metrics.macro_f1,
                             metrics.weighted_f1};
  for (const auto& one : metrics.classes) values.push_back(one.recall);
  return values;
}

/// Means over some of the runs.
std::vector<double> mean_metrics(const std::vector<RunPredictions>& runs,
                                 std::span<const std::size_t> which,
                                 std::span<const std::size_t> films) {
  std::vector<double> mean;
  for (const std::size_t run : which) {
    const auto values = metrics_on(runs[run], films);
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

std::string cell(const ComparedValue& value, const char* sign = "") {
  if (std::isnan(value.mean)) return "-";
  return (value.mean > 0.0 ? sign : "") + percent(value.mean) + " (" + percent(value.interval.low) +
         " to " + percent(value.interval.high) + ")";
}

}  // namespace

Result<Comparison> compare(std::span<const PredictionTable> first,
                           std::span<const PredictionTable> second,
                           const BootstrapOptions& options) {
  if (first.empty() || second.empty()) {
    return fail(ErrorCode::invalid_argument, "one side has no runs");
  }
  for (const auto& side : {first, second}) {
    CHESTLENS_CHECK(check(side, first.front()));
  }
  std::vector<RunPredictions> sides[2];
  std::ranges::transform(first, std::back_inserter(sides[0]), predictions_of);
  std::ranges::transform(second, std::back_inserter(sides[1]), predictions_of);
  std::vector<std::string> patient_of_film;
  for (const auto& film : first.front().films) patient_of_film.push_back(film.patient_id);
  const auto patients = films_by_patient(patient_of_film);

  const auto both_sides = [&](std::span<const std::size_t> runs_a,
                              std::span<const std::size_t> runs_b,
                              std::span<const std::size_t> films) {
    auto values = mean_metrics(sides[0], runs_a, films);
    const auto others = mean_metrics(sides[1], runs_b, films);
    const std::size_t count = others.size();
    values.insert(values.end(), others.begin(), others.end());
    for (std::size_t i = 0; i < count; ++i) values.push_back(values[i] - others[i]);
    return values;
  };
  const auto means =
      both_sides(all_of(first.size()), all_of(second.size()), all_of(patient_of_film.size()));
  const auto intervals = bootstrap_intervals(
      [&](std::mt19937_64& random) {
        const auto films = draw_patients(patients, random);
        const auto runs_a = draw_runs(first.size(), random);
        return both_sides(runs_a, draw_runs(second.size(), random), films);
      },
      options);

  Comparison comparison{patient_of_film.size(), patients.size(),
                        std::ranges::all_of(first.front().films, &PredictedFilm::patient_known),
                        metrics_of(sides[0].front(), first.front().classes)};
  const std::size_t count = comparison.metrics.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = [&](std::size_t part) {
      const std::size_t at = part * count + i;
      return ComparedValue{means[at], intervals[at]};
    };
    ComparedMetric& metric = comparison.metrics[i];
    metric.first = value(0);
    metric.second = value(1);
    metric.difference = value(2);
  }
  return comparison;
}

std::string to_markdown(const Comparison& comparison, const std::string& first_name,
                        const std::string& second_name) {
  std::vector<TextRow> rows;
  bool some_are_few = false;
  for (const auto& metric : comparison.metrics) {
    some_are_few = some_are_few || metric.films < few_films;
    rows.push_back({metric.name, flagged(cell(metric.first), metric.films),
                    flagged(cell(metric.second), metric.films),
                    flagged(cell(metric.difference, "+"), metric.films)});
  }
  std::string text =
      markdown_table({"% (95 % interval)", first_name, second_name, "difference"}, rows);
  const std::string films = std::to_string(comparison.films) + " films";
  text += "\n" +
          (comparison.patients_known
               ? films + " of " + std::to_string(comparison.patients) + " patients"
               : films + ", split by film: patients are not known") +
          ". Intervals: bootstrap over patients and seeds; a difference whose interval\n"
          "contains 0 may be chance.\n";
  if (some_are_few) text += std::string("\n\\") + few_films_note + "\n";
  return text;
}

}  // namespace chestlens
