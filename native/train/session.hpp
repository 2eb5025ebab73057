#pragma once

#include "data/manifest.hpp"
#include "data/split.hpp"
#include "learn/learner.hpp"
#include "train/checkpoint.hpp"
#include "train/epoch.hpp"
#include "train/options.hpp"
#include "train/run_folder.hpp"

#include <chestlens/error.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace chestlens {

/// A run in progress.
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
  int first_epoch = 0;  // finished when the program started
  std::chrono::steady_clock::time_point epoch_began = std::chrono::steady_clock::now();

  bool writes() const { return group->placement().rank == 0; }
};

/// How a run of a classifier computes on a device, its class weights and its groups from the
/// training films.
Computing new_computing(const TrainRecipe& train, c10::Device device, const Manifest& manifest,
                        std::span<const std::size_t> training_films, const Classifier& classifier);

/// A recipe's network for the manifest's classes, on options.device, with random weights.
Result<Classifier> new_classifier(const Recipe& recipe, const Manifest& manifest,
                                  const TrainOptions& options);

/// A learner as a run begins with it.
Learner new_learner(Classifier classifier, const TrainRecipe& train, const Computing& computing);

/// Whether the run's folder is still the one that rank 0 began to write. Errors: io.
Status check_run_folder(const Session& session);

/// Writes last.safetensors on rank 0, with what each of the ranks knows: all call it after the same
/// batch. Errors: io; runtime where a weight is not finite.
Status save_checkpoint(const Session& session);

/// Writes log.jsonl from the session's state on rank 0, and updates the event file and run.json,
/// which has the times.
Status write_log(Session& session);

/// Writes into run.json how the program's work on the run ended.
Status close_session(Session& session, const Status& outcome);

}  // namespace chestlens
