#pragma once

#include <chestlens/assessment.hpp>
#include <chestlens/error.hpp>

#include <cstdint>

namespace chestlens {

/// One class against the rest, where a film is called the class from a probability of `threshold`
/// on. Intervals are patient_interval()'s; what no film says is not a number.
struct ThresholdFigures {
  std::int64_t positives = 0;  // films of the class
  std::int64_t negatives = 0;
  std::int64_t called = 0;  // the class
  Estimate recall;
  Estimate precision;
  Estimate specificity;
};

/// Errors: those of reliability(); invalid_argument for a class outside [0, classes).
Result<ThresholdFigures> figures_at_threshold(const ScoredFilms& scored, int label,
                                              double threshold);

/// A threshold that films chose.
struct DecisionThreshold {
  double threshold = 0.0;
  Interval interval;         // of those that draws of the patients choose
  ThresholdFigures figures;  // on the films that chose it, which flatters them
};

/// The highest threshold, rounded down to four digits, that calls at least the share `recall` of
/// the class's films; the films must be validation's. Errors: those of figures_at_threshold;
/// invalid_argument for a recall outside (0, 1] or no film of the class.
Result<DecisionThreshold> threshold_for_recall(const ScoredFilms& scored, int label, double recall,
                                               const BootstrapOptions& options = {});

}  // namespace chestlens
