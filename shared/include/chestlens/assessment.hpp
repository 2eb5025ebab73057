#pragma once

#include <chestlens/bootstrap.hpp>
#include <chestlens/calibration.hpp>
#include <chestlens/calibration_error.hpp>
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

/// One class against the rest; not a number where no film, or every film, is of the class.
struct ClassAreas {
  Estimate roc;               // DeLong's interval, by patient
  Estimate precision_recall;  // average precision
  Estimate f1;
};

/// All figures of one classifier, whose films of one patient are alike: proportions (metrics) have
/// patient_interval()'s intervals, areas of one class roc_area()'s, the calibration error its own,
/// the rest the bootstrap's over patients.
struct Assessment {
  Metrics metrics;
  Estimate balanced_accuracy, macro_f1, weighted_f1;
  Estimate macro_roc;  // mean over the classes that have films
  std::vector<ClassAreas> classes;
  std::vector<ReliabilityBin> reliability;
  Estimate calibration_error;  // unbiased_calibration_error()
};

/// Fewer films of a class than this, and an interval says more than its middle.
inline constexpr std::int64_t few_films = 30;

/// The prediction is the class of highest probability, the first of equals. A draw that has no film
/// of a class leaves that class's figures out. 100,000 films take seconds. Errors: invalid_argument
/// for no film, or sizes, a class or a probability that do not fit.
Result<Assessment> assess(const ScoredFilms& scored, const BootstrapOptions& options = {});

}  // namespace chestlens
