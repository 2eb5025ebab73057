#include "report/published.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <utility>

namespace chestlens {
namespace {

constexpr std::array<const char*, 4> published_classes{"normal", "bacterial", "viral", "covid19"};
constexpr std::int64_t four_class_counts[4][4] = {
    {173, 11, 50, 0}, {5, 229, 10, 2}, {4, 23, 122, 0}, {0, 0, 0, 8}};

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr Interval no_interval{unknown, unknown};
constexpr Estimate no_estimate{unknown, no_interval};
constexpr ClassMetrics unknown_class{.films = unknown_films,
                                     .precision = unknown,
                                     .recall = unknown,
                                     .specificity = unknown,
                                     .f1 = unknown,
                                     .precision_interval = no_interval,
                                     .recall_interval = no_interval,
                                     .specificity_interval = no_interval};

std::size_t place_of(const char* name, const std::vector<std::string>& classes) {
  return static_cast<std::size_t>(std::ranges::find(classes, name) - classes.begin());
}

Metrics four_class_metrics(const std::vector<std::string>& classes) {
  ConfusionMatrix matrix{4, std::vector<std::int64_t>(16)};
  for (std::size_t truth = 0; truth < 4; ++truth) {
    const std::size_t row = place_of(published_classes[truth], classes);
    for (std::size_t predicted = 0; predicted < 4; ++predicted) {
      matrix.counts[row * 4 + place_of(published_classes[predicted], classes)] =
          four_class_counts[truth][predicted];
    }
  }
  return metrics_from(matrix);
}

/// Metrics of a network with other classes, of which covid19 alone is one of ours.
Metrics covid_metrics(double accuracy, const ClassMetrics& covid,
                      const std::vector<std::string>& classes) {
  Metrics metrics{.films = unknown_films,
                  .accuracy = accuracy,
                  .accuracy_interval = no_interval,
                  .balanced_accuracy = unknown,
                  .macro_f1 = unknown,
                  .weighted_f1 = unknown,
                  .classes = std::vector(classes.size(), unknown_class)};
  metrics.classes[place_of("covid19", classes)] = covid;
  return metrics;
}

ClassMetrics counted_recall(std::int64_t hits, std::int64_t films) {
  ClassMetrics one = unknown_class;
  one.films = films;
  one.recall = static_cast<double>(hits) / static_cast<double>(films);
  one.recall_interval = wilson_interval(hits, films);
  return one;
}

ClassMetrics stated_recall(double recall) {
  ClassMetrics one = unknown_class;
  one.recall = recall;
  return one;
}

/// Metrics alone: areas and bootstrap intervals need the films.
Assessment assessment_of(Metrics metrics) {
  Assessment all{.metrics = {},
                 .balanced_accuracy = {metrics.balanced_accuracy, no_interval},
                 .macro_f1 = {metrics.macro_f1, no_interval},
                 .weighted_f1 = {metrics.weighted_f1, no_interval},
                 .macro_roc = no_estimate,
                 .classes = {},
                 .reliability = {},
                 .calibration_error = no_estimate};
  for (const ClassMetrics& one : metrics.classes) {
    all.classes.push_back({no_estimate, no_estimate, {one.f1, no_interval}});
  }
  all.metrics = std::move(metrics);
  return all;
}

}  // namespace

std::vector<PublishedScore> published_scores(const std::vector<std::string>& classes) {
  if (!std::ranges::is_permutation(classes, published_classes)) return {};
  const std::string three_classes =
      "films of three classes, where viral and bacterial are one, 31 of them covid19";
  return {{"published-covid_net", "COVID-Net, as published",
           "637 films (Wang & Wong 2020, first version)", 116.6e6, 2.26e9,
           assessment_of(four_class_metrics(classes))},
          {"published-covid_net_small_3", "COVID-Net small, 3 classes, as published", three_classes,
           117.4e6, 2.26e9, assessment_of(covid_metrics(0.926, counted_recall(27, 31), classes))},
          {"published-covid_net_large_3", "COVID-Net large, 3 classes, as published", three_classes,
           127.4e6, 3.59e9, assessment_of(covid_metrics(0.944, counted_recall(30, 31), classes))},
          {"published-covid_net_cxr_2", "COVID-Net CXR-2, other classes, as published",
           "films of 480 pixels and of other classes than these", 8.8e6, 5.55e9,
           assessment_of(covid_metrics(0.963, stated_recall(0.955), classes))}};
}

}  // namespace chestlens
