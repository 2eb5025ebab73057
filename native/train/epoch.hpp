#pragma once

#include "data/dataset.hpp"
#include "distributed/vote.hpp"
#include "io/reporter.hpp"
#include "learn/computing.hpp"
#include "learn/learner.hpp"
#include "learn/repeated_step.hpp"
#include "recipe/recipe.hpp"
#include "train/checkpoint.hpp"

#include <chestlens/error.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace chestlens {

/// One epoch's place in its stage and in the run.
struct EpochPlan {
  Stage stage;
  int epoch = 0;                     // from 0, over all stages
  int epoch_in_stage = 0;            // from 0
  std::string title;                 // of its progress
  RepeatedStep* repeated = nullptr;  // computes the batches of its size; none: launched one by one
};

enum class EpochEnd : std::uint8_t { finished, stopped };

/// What happens between the batches of an epoch.
struct BetweenBatches {
  /// Asked before each step, for all ranks; empty: saves when that is due, and never stops.
  std::function<Result<Wishes>(bool save_is_due)> decide = {};
  std::function<Status()> save = {};  // writes a checkpoint of `state`
  std::chrono::duration<double> save_interval{300.0};
  Reporter reporter = {};
};

/// Trains on the batches of an epoch from state.batch on, and counts them in `state`; the loss that
/// it sums is the divergence (loss.hpp) of this rank's films. It stops and saves between steps
/// only: no gradient is left over. A last step that lacks batches takes the mean of those that it
/// has. Errors: those of `between` and learn(); runtime where the loss is no longer finite; corrupt
/// where the epoch has no such batch.
Result<EpochEnd> train_epoch(Learner& learner, const Dataset& dataset, const Recipe& recipe,
                             const EpochPlan& plan, const Computing& computing,
                             TrainingState& state, const BetweenBatches& between);

}  // namespace chestlens
