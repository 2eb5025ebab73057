#pragma once

#include "recipe/recipe.hpp"
#include "train/options.hpp"
#include "train/session.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// Whether the run has a checkpoint to go on from; rank 0's answer on all ranks.
Result<bool> has_begun(const TrainOptions& options);

/// Whether a pretraining comes first: the recipe asks for one, and the task neither has begun nor
/// begins from another run. Errors: invalid_argument where its films are missing, or given without
/// a table [pretraining].
Result<bool> pretrains_first(const Recipe& recipe, const TrainOptions& options);

/// Begins a run, its folder written but for a checkpoint, or resumes it at its last checkpoint,
/// with the changes that it may go on with. Nothing is written before all that can fail has been
/// looked at. Errors: those of train().
Result<Session> open_session(const Recipe& recipe, const TrainOptions& options);

}  // namespace chestlens
