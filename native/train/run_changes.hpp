#pragma once

#include "recipe/recipe_values.hpp"
#include "train/checkpoint.hpp"

#include <chestlens/error.hpp>

#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// A difference between how a run began and how it is to go on.
struct ResumeChange {
  KeyChange change;
  std::string refusal = {};     // why a run cannot go on with it; empty where it can
  bool restarts_epoch = false;  // the epoch under way has other batches then
};

/// What has changed in the recipe's meaning, the classes, --epochs-scale, the seed and the number
/// of processes, and whether a run in this state can go on with it; `multi_label` is a pretraining.
/// Errors: parse.
Result<std::vector<ResumeChange>> resume_changes(const RunIdentity& began, const RunIdentity& now,
                                                 const TrainingState& state, bool multi_label);

/// Errors: mismatch naming every change, where one is refused or none are allowed, with the way on.
Status check_changes(std::span<const ResumeChange> changes, bool allowed);

}  // namespace chestlens
