#pragma once

#include "data/dataset.hpp"
#include "io/reporter.hpp"
#include "learn/computing.hpp"
#include "learn/learner.hpp"
#include "recipe/recipe.hpp"

#include <chestlens/error.hpp>

#include <functional>
#include <vector>

namespace chestlens {

/// A learning rate tried, and the training loss there.
struct RatePoint {
  double learning_rate = 0.0;
  double loss = 0.0;  // smoothed
};

/// A learning-rate range test (Smith 2017) with fastai's numbers.
struct RateSearch {
  double lowest = 1e-7;
  double highest = 10.0;
  int iterations = 100;
  std::function<bool()> stop_requested = {};  // asked before each batch
  Reporter reporter = {};
};

/// Trains on batches of a stage with a rate that grows exponentially, the same for all layer
/// groups; the loss is smoothed by 0.98, debiased. Ends early at 4 times the lowest loss so far, or
/// at one that is not finite. The learner ends as it began, bit for bit. Errors:
/// interrupted.
Result<std::vector<RatePoint>> find_rates(Learner& learner, const Dataset& dataset,
                                          const Recipe& recipe, const Stage& stage,
                                          const Computing& computing, const RateSearch& search);

/// fastai's suggestions: where the loss falls steepest over the logarithm of the rate (by lines
/// through eleven points, since two neighbours' difference is mostly chance), and the middle of the
/// longest valley (the longest run of ever lower losses, gaps allowed).
struct SuggestedRates {
  double steepest = 0.0;
  double valley = 0.0;
};

/// From the points of a whole search, its first tenth and the last five left out as fastai does.
/// Errors: runtime where too few are left.
Result<SuggestedRates> suggest_rates(const std::vector<RatePoint>& points,
                                     const RateSearch& search);

}  // namespace chestlens
