#pragma once

#include "train/session.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// Trains what is left of the stage that session.state.stage names, and puts the state at the
/// beginning of the next. Errors as train() has them.
Status train_stage(Session& session, const TrainOptions& options);

}  // namespace chestlens
