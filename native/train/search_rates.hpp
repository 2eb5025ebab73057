#pragma once

#include "plot/chart.hpp"
#include "recipe/recipe.hpp"
#include "train/lr_find.hpp"
#include "train/options.hpp"

#include <chestlens/error.hpp>

#include <string>
#include <vector>

namespace chestlens {

struct FoundRates {
  std::vector<RatePoint> points;
  SuggestedRates suggested;
};

/// Searches the learning rate of a recipe's stage (from 1) with the network and the training films
/// that a run would begin with; options.run_folder stays as it is. Errors: invalid_argument for a
/// stage that the recipe lacks; those of load_dataset, load_start_weights, find_rates and
/// suggest_rates.
Result<FoundRates> search_rates(const Recipe& recipe, int stage, const TrainOptions& options);

/// The loss over the rate, both suggestions marked; left out are the last rates, where the loss
/// runs away to beyond its highest before the lowest, by more than half of what lies between.
/// found.points are one at least.
LineChart rate_chart(const FoundRates& found, const std::string& title);

}  // namespace chestlens
