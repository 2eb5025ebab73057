#pragma once

#include "plot/chart.hpp"
#include "report/training_arms.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// A figure of an arm: its mean over the runs, and the lowest and highest of them.
struct RunRange {
  double mean = 0.0;
  double low = 0.0, high = 0.0;
};

/// How an arm's metric went, on validation films.
struct ArmCurve {
  std::string name;
  std::size_t runs = 0;
  RunRange length;               // epochs per run
  std::vector<int> epochs;       // that every run has; without any, there is no curve
  std::vector<RunRange> values;  // one per epoch
  RunRange best;                 // over all epochs of each run
  RunRange best_epoch;           // the first of equals
  std::optional<int> reached;    // the first epoch whose mean is at the level of all arms
};

struct ArmCurves {
  KeepBest metric = KeepBest::macro_f1;
  double reach = 0.0;       // share of the highest end that makes the level
  std::size_t highest = 0;  // the arm whose curve ends highest
  double level = 0.0;
  std::vector<ArmCurve> arms;
};

/// Curves of a metric of which more is better. `reach` in (0,1]. Epochs after the last one that all
/// runs of an arm have count for its best alone. Errors: invalid_argument for the loss; not_found
/// where a run's log lacks the metric, mismatch where the runs of an arm share no epoch.
Result<ArmCurves> arm_curves(std::span<const TrainingArm> arms, KeepBest metric, double reach);

/// Means as lines and ranges as bands over epochs, in percent, with the level as a guide.
LineChart arm_chart(const ArmCurves& curves, std::string title);

/// A Markdown table of who ends higher and who is faster, and what its columns mean.
std::string to_markdown(const ArmCurves& curves);

/// Every epoch of every run: arm, run, seed, epoch, the metric by its key, train_loss,
/// validation_loss, at full precision; what is not a number is blank.
std::string arms_csv(std::span<const TrainingArm> arms, KeepBest metric);

}  // namespace chestlens
