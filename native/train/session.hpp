#pragma once

#include "data/manifest.hpp"
#include "data/split.hpp"
#include "learn/learner.hpp"
#include "train/checkpoint.hpp"
#include "train/epoch.hpp"
#include "train/options.hpp"
#include "train/run_folder.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace chestlens {

/// A run under way.
struct Session {
  Run run;
  Manifest manifest;
  Split split;
  std::vector<Stage> stages;  // epochs scaled
  Learner learner;
  Computing computing;
  RunIdentity identity;
  TrainingState state;
  std::shared_ptr<Group> group;

  bool writes() const { return group->placement().rank == 0; }
};

/// Whether the run has a checkpoint to go on from; rank 0's answer on all ranks.
Result<bool> has_begun(const TrainOptions& options);

/// Begins a run, its folder written but for a checkpoint, or takes it up at its last checkpoint.
/// Errors as train() has them.
Result<Session> open_session(const Recipe& recipe, const TrainOptions& options);

/// How a recipe computes on a device, its class weights from the training films.
Computing new_computing(const TrainRecipe& train, c10::Device device, const Manifest& manifest,
                        std::span<const std::size_t> training_films);

/// A recipe's network for the manifest's classes, on options.device, with random weights.
Result<Classifier> new_classifier(const Recipe& recipe, const Manifest& manifest,
                                  const TrainOptions& options);

/// What trains a network as a run begins with it.
Learner new_learner(Classifier classifier, const TrainRecipe& train, const Computing& computing);

/// Rank 0's to write, as the log is; the others do nothing.
Status save_checkpoint(const Session& session);

/// Writes log.jsonl from the session's state, and brings the event file up to date with it.
Status write_log(const Session& session);

}  // namespace chestlens
