#pragma once

#include "recipe/recipe.hpp"
#include "train/options.hpp"
#include "train/session.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// Whether the run has a checkpoint to go on from; rank 0's answer on all ranks.
Result<bool> has_begun(const TrainOptions& options);

/// Begins a run, its folder written but for a checkpoint, or resumes it at its last checkpoint,
/// with the changes that it may go on with. Nothing is written before all that can fail has been
/// looked at. Errors: those of train().
Result<Session> open_session(const Recipe& recipe, const TrainOptions& options);

}  // namespace chestlens
