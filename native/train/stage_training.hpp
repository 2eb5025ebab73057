#pragma once

#include "train/session.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// Trains the rest of the stage session.state.stage, and moves the state to the beginning of the
/// next. Errors: those of train().
Status train_stage(Session& session, const TrainOptions& options);

}  // namespace chestlens
