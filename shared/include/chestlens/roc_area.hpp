#pragma once

#include <chestlens/bootstrap.hpp>
#include <chestlens/error.hpp>
#include <chestlens/metrics.hpp>

#include <span>

namespace chestlens {

/// An area under the ROC curve: roc_auc() with its standard error and 95 % interval.
struct RocArea {
  double area = 0.0;
  double standard_error = 0.0;
  Interval interval;
};

/// The variance is DeLong's (1988); by patient, as Obuchowski (1997) has it, where patients have
/// several films. The interval lies on the logit scale (Pepe 2003); without variance it is
/// Newcombe's (2006, method 5) of the patients. One patient on a side says nothing of others: the
/// interval is then all of [0,1], the standard error NaN. Errors: those of roc_auc;
/// invalid_argument for patients of other films.
Result<RocArea> roc_area(std::span<const float> scores, std::span<const int> positive,
                         const PatientFilms& patients);

/// Two scores of the same films.
struct RocAreaDifference {
  double first = 0.0;
  double second = 0.0;
  double standard_error = 0.0;  // of first - second
  Interval interval = {};       // of first - second, in [-1,1]
  double p = 1.0;               // that the areas are equal, two-sided; NaN without variance

  double difference() const { return first - second; }
};

/// By the same variances and their covariance. Errors: those of roc_area.
Result<RocAreaDifference> roc_area_difference(std::span<const float> first,
                                              std::span<const float> second,
                                              std::span<const int> positive,
                                              const PatientFilms& patients);

}  // namespace chestlens
