#pragma once

#include <chestlens/bootstrap.hpp>
#include <chestlens/calibration.hpp>
#include <chestlens/error.hpp>
#include <chestlens/metrics.hpp>

#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// A classifier's predictions of films whose class is known.
struct ScoredFilms {
  int classes = 0;
  std::vector<float> probabilities;   // [N,C] row by row
  std::vector<int> truth;             // [N]
  std::vector<std::string> patients;  // [N]
};

/// A figure and the bootstrap's interval of it, over patients.
struct Estimate {
  double value = 0.0;
  Interval interval;
};

/// One class against the rest; not a number where no film, or every film, is of the class.
struct ClassAreas {
  Estimate roc;
  Estimate precision_recall;  // average precision
  Estimate f1;
};

/// All figures of one classifier. Proportions have Wilson's intervals (metrics), the rest the
/// bootstrap's.
struct Assessment {
  Metrics metrics;
  Estimate balanced_accuracy, macro_f1, weighted_f1;
  Estimate macro_roc;  // mean over the classes that have films
  std::vector<ClassAreas> classes;
  std::vector<ReliabilityBin> reliability;
  Estimate calibration_error;  // expected calibration error
};

/// Fewer films of a class than this, and an interval says more than its middle.
inline constexpr std::int64_t few_films = 30;

/// The prediction is the class of highest probability, the first of equals. A draw that has no film
/// of a class leaves that class's figures out. Errors: invalid_argument for no film, or sizes, a
/// class or a probability that do not fit.
Result<Assessment> assess(const ScoredFilms& scored, const BootstrapOptions& options = {});

}  // namespace chestlens
