#pragma once

#include <chestlens/error.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace chestlens {

/// Both ends in [0,1].
struct Interval {
  double low = 0.0;
  double high = 1.0;
};

/// A figure and its 95 % interval.
struct Estimate {
  double value = 0.0;
  Interval interval;
};

/// Wilson score interval of successes/trials (Wilson 1927); z = 1.96 gives 95 %.
/// Zero trials give [0,1].
Interval wilson_interval(std::int64_t successes, std::int64_t trials, double z = 1.959963984540054);

/// counts[true][predicted].
struct ConfusionMatrix {
  int classes = 0;
  std::vector<std::int64_t> counts;

  std::int64_t at(int truth, int predicted) const;
};

/// Errors: invalid_argument for unequal lengths or a class outside [0, classes).
Result<ConfusionMatrix> confusion_matrix(std::span<const int> truth, std::span<const int> predicted,
                                         int classes);

struct ClassMetrics {
  std::int64_t films = 0;
  double precision = 0.0;    // 0 where nothing was predicted as the class
  double recall = 0.0;       // sensitivity; not a number for a class without films
  double specificity = 0.0;  // not a number where every film is of the class
  double f1 = 0.0;
  Interval precision_interval;
  Interval recall_interval;
  Interval specificity_interval;
};

struct Metrics {
  std::int64_t films = 0;
  double accuracy = 0.0;
  Interval accuracy_interval;
  double balanced_accuracy = 0.0;
  double macro_f1 = 0.0;
  double weighted_f1 = 0.0;
  std::vector<ClassMetrics> classes;
};

/// Proportions with Wilson 95 % intervals. Classes without films are left out of the macro means.
Metrics metrics_from(const ConfusionMatrix& matrix);

/// Area under the ROC curve of `scores` for `positive` (1) against the rest (0), ties counted half
/// (Mann-Whitney). Errors: invalid_argument where one side is empty.
Result<double> roc_auc(std::span<const float> scores, std::span<const int> positive);

/// Area under the precision-recall curve as the average precision: the sum over the thresholds of
/// the precision there times the recall gained, without interpolation. Errors: invalid_argument
/// where no film is positive.
Result<double> average_precision(std::span<const float> scores, std::span<const int> positive);

}  // namespace chestlens
