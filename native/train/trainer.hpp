#pragma once

#include "recipe/recipe.hpp"
#include "train/options.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

struct TrainSummary {
  int epochs = 0;      // finished, over all stages
  int best_epoch = 0;  // from 1
  double best_value = 0.0;
};

/// Trains by a recipe into a run folder (run_folder.hpp): first its pretraining, if it has one, as
/// a run of its own in pretraining_folder(), then its stages. Every epoch leaves a checkpoint and a
/// line of log.jsonl and of TensorBoard's event file. Errors: those of its parts; invalid_argument
/// where the folder holds a run and resume is off; interrupted after a stop, the state saved.
Result<TrainSummary> train(const Recipe& recipe, const TrainOptions& options);

}  // namespace chestlens
