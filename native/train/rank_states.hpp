#pragma once

#include "distributed/group.hpp"
#include "learn/learner.hpp"
#include "train/checkpoint.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// States of all ranks, on all ranks; empty at the beginning of an epoch, when they are the same,
/// and in a group of one. Nothing of the learner is changed.
Result<RankStates> gather_rank_states(Group& group, const Learner& learner,
                                      const TrainingState& state);

/// Gives a rank back what is its own. Errors: corrupt where the states are of another network or of
/// fewer ranks.
Status restore_rank_state(const RankStates& states, int rank, Learner& learner,
                          TrainingState& state);

}  // namespace chestlens
