#pragma once

#include <chestlens/bootstrap.hpp>
#include <chestlens/error.hpp>

#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// From (0,0) to (1,1), a corner at each threshold that turns the curve; films of equal score lie
/// on one slanted line, so that the area under the points is roc_auc().
struct RocCurve {
  std::vector<double> false_positive_rate, true_positive_rate;
};

/// `scores` for `positive` (1) against the rest (0). Errors: invalid_argument where one side is
/// empty, or the lengths differ.
Result<RocCurve> roc_curve(std::span<const float> scores, std::span<const int> positive);

/// The true-positive rate's interval at each of a row of false-positive rates (vertical averaging,
/// Fawcett 2006): pointwise, not of the curve as a whole.
struct RocBand {
  std::vector<double> false_positive_rate, low, high;
};

/// By the bootstrap over `patients`, one per film, at `points` rates from 0 to 1. Draws without a
/// film of one side are left out. Errors: those of roc_curve.
Result<RocBand> roc_band(std::span<const float> scores, std::span<const int> positive,
                         std::span<const std::string> patients,
                         const BootstrapOptions& options = {}, int points = 101);

}  // namespace chestlens
