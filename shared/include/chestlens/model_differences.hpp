#pragma once

#include <chestlens/assessment.hpp>
#include <chestlens/error.hpp>
#include <chestlens/mcnemar.hpp>

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace chestlens {

/// A figure of one classifier less that of another on the same films, in [-1,1].
struct Difference {
  double value = std::numeric_limits<double>::quiet_NaN();
  Interval interval = {-1.0, 1.0};
  double p = std::numeric_limits<double>::quiet_NaN();  // that there is none, two-sided
  double corrected_p = p;                               // for the number of comparisons
};

/// Two classifiers by their places in a list: first less second.
struct ModelDifferences {
  std::size_t first = 0;
  std::size_t second = 0;
  McNemar mcnemar = {};
  Difference accuracy = {};  // p: McNemar's by patient
  Difference balanced_accuracy = {};
  Difference macro_f1 = {};
  Difference macro_roc = {};
  std::vector<Difference> roc = {};  // [C] by DeLong, by patient; unknown for a class without films
};

/// All pairs of classifiers of the same films, by the paired bootstrap over patients where nothing
/// else is said. p values of the four figures of all classes are Holm's; those of the areas, which
/// are many, Benjamini & Hochberg's. Errors: those of assess(); mismatch where the films differ.
Result<std::vector<ModelDifferences>> compare_models(std::span<const ScoredFilms> models,
                                                     const BootstrapOptions& options = {});

}  // namespace chestlens
