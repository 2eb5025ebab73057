#include "label.hpp"

#include <chestlens/metrics.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace chestlens {
namespace {

double ratio(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// A share of films; without any it is not a number.
double rate(std::int64_t part, std::int64_t films) {
  return films == 0 ? std::numeric_limits<double>::quiet_NaN() : ratio(part, films);
}

/// Errors: invalid_argument for scores and labels that do not belong together.
Result<std::int64_t> count_positives(std::span<const float> scores, std::span<const int> positive) {
  if (scores.size() != positive.size()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} scores and {} labels", scores.size(), positive.size()));
  }
  std::int64_t positives = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (std::isnan(scores[i]) || (positive[i] != 0 && positive[i] != 1)) {
      return fail(
          ErrorCode::invalid_argument,
          fmt::format("film {} has a score that is no number or a label that is neither 0 nor 1",
                      i));
    }
    positives += positive[i];
  }
  return positives;
}

template <typename Comes>
std::vector<std::size_t> sorted_by(std::span<const float> scores, Comes comes_before) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(
      order, [&](std::size_t a, std::size_t b) { return comes_before(scores[a], scores[b]); });
  return order;
}

}  // namespace

Interval wilson_interval(std::int64_t successes, std::int64_t trials, double z) {
  if (trials <= 0) return {0.0, 1.0};
  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(successes) / n;
  const double denominator = 1.0 + z * z / n;
  const double center = (p + z * z / (2.0 * n)) / denominator;
  const double half_width = z * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n)) / denominator;
  // It contains p; rounding alone would leave p = 0 or 1 outside by an ulp.
  return {std::clamp(center - half_width, 0.0, p), std::clamp(center + half_width, p, 1.0)};
}

std::int64_t ConfusionMatrix::at(int truth, int predicted) const {
  return counts[static_cast<std::size_t>(truth) * static_cast<std::size_t>(classes) +
                static_cast<std::size_t>(predicted)];
}

Result<ConfusionMatrix> confusion_matrix(std::span<const int> truth, std::span<const int> predicted,
                                         int classes) {
  if (classes <= 0) return fail(ErrorCode::invalid_argument, "a confusion matrix of no classes");
  if (truth.size() != predicted.size()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} true classes and {} predicted", truth.size(), predicted.size()));
  }
  for (const auto indices : {truth, predicted}) {
    CHESTLENS_CHECK(check_classes(indices, classes));
  }
  const auto c = static_cast<std::size_t>(classes);
  ConfusionMatrix matrix{classes, std::vector<std::int64_t>(c * c, 0)};
  for (std::size_t i = 0; i < truth.size(); ++i) {
    ++matrix
          .counts[static_cast<std::size_t>(truth[i]) * c + static_cast<std::size_t>(predicted[i])];
  }
  return matrix;
}

Metrics metrics_from(const ConfusionMatrix& matrix) {
  Metrics metrics;
  metrics.films = std::accumulate(matrix.counts.begin(), matrix.counts.end(), std::int64_t{0});
  std::int64_t correct = 0;
  int present = 0;
  for (int c = 0; c < matrix.classes; ++c) {
    ClassMetrics one;
    std::int64_t predicted = 0;
    for (int other = 0; other < matrix.classes; ++other) {
      one.films += matrix.at(c, other);
      predicted += matrix.at(other, c);
    }
    const std::int64_t hits = matrix.at(c, c);
    const std::int64_t negatives = metrics.films - one.films;
    const std::int64_t rejected = negatives - (predicted - hits);
    correct += hits;
    one.precision = ratio(hits, predicted);
    one.recall = rate(hits, one.films);
    one.specificity = rate(rejected, negatives);
    one.f1 = ratio(2 * hits, one.films + predicted);
    one.precision_interval = wilson_interval(hits, predicted);
    one.recall_interval = wilson_interval(hits, one.films);
    one.specificity_interval = wilson_interval(rejected, negatives);
    if (one.films > 0) {
      ++present;
      metrics.balanced_accuracy += one.recall;
      metrics.macro_f1 += one.f1;
      metrics.weighted_f1 += one.f1 * ratio(one.films, metrics.films);
    }
    metrics.classes.push_back(one);
  }
  if (present > 0) {
    metrics.balanced_accuracy /= present;
    metrics.macro_f1 /= present;
  }
  metrics.weighted_f1 = std::min(metrics.weighted_f1, 1.0);  // shares may add up to a digit more
  metrics.accuracy = ratio(correct, metrics.films);
  metrics.accuracy_interval = wilson_interval(correct, metrics.films);
  return metrics;
}

Result<double> roc_auc(std::span<const float> scores, std::span<const int> positive) {
  CHESTLENS_TRY(const auto positives, count_positives(scores, positive));
  const auto negatives = static_cast<std::int64_t>(scores.size()) - positives;
  if (positives == 0 || negatives == 0) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format(
            "the ROC curve needs films of both classes, there are {} positive and {} negative",
            positives, negatives));
  }

  const auto order = sorted_by(scores, std::less<>());
  // Twice the Mann-Whitney U, so that half-counted ties stay whole numbers.
  std::int64_t doubled_u = 0;
  std::int64_t negatives_below = 0;
  for (std::size_t start = 0; start < order.size();) {
    std::size_t end = start;
    std::int64_t tied_positives = 0;
    for (; end < order.size() && scores[order[end]] == scores[order[start]]; ++end) {
      tied_positives += positive[order[end]];
    }
    const std::int64_t tied_negatives = static_cast<std::int64_t>(end - start) - tied_positives;
    doubled_u += tied_positives * (2 * negatives_below + tied_negatives);
    negatives_below += tied_negatives;
    start = end;
  }
  return static_cast<double>(doubled_u) /
         (2.0 * static_cast<double>(positives) * static_cast<double>(negatives));
}

Result<double> average_precision(std::span<const float> scores, std::span<const int> positive) {
  CHESTLENS_TRY(const auto positives, count_positives(scores, positive));
  if (positives == 0) {
    return fail(ErrorCode::invalid_argument, "precision and recall need a film of the class");
  }
  const auto order = sorted_by(scores, std::greater<>());
  double area = 0.0;
  std::int64_t hits = 0;
  for (std::size_t start = 0; start < order.size();) {
    std::size_t end = start;
    std::int64_t tied_positives = 0;
    for (; end < order.size() && scores[order[end]] == scores[order[start]]; ++end) {
      tied_positives += positive[order[end]];
    }
    hits += tied_positives;
    area += ratio(tied_positives, positives) * ratio(hits, static_cast<std::int64_t>(end));
    start = end;
  }
  return std::min(area, 1.0);  // shares may add up to a last digit more
}

}  // namespace chestlens
