#pragma once

#include "learn/learner.hpp"

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// How far a run is. Everything random is drawn from (seed, epoch, batch), so these numbers are the
/// whole state of the generators, the sampler and the schedule.
struct TrainingState {
  int epoch = 0;           // finished epochs over all stages
  int stage = 0;           // from 0; the number of stages where all are done
  int epoch_in_stage = 0;  // finished epochs of that stage
  std::int64_t batch = 0;  // finished batches of the epoch under way
  double loss_sum = 0.0;   // over the films of those batches
  std::int64_t films_seen = 0;
  int best_epoch = 0;             // from 1; 0 before the first
  double best_value = 0.0;        // of the recipe's keep_best metric
  double stage_best_value = 0.0;  // the same within the stage
  int epochs_since_best = 0;      // since the stage's best
  std::vector<std::string> log;   // one JSON object per epoch
};

/// What a run is, compared when it is resumed (run_changes.hpp).
struct RunIdentity {
  std::string recipe;  // verbatim
  std::vector<std::string> classes;
  double epochs_scale = 1.0;
  std::string split_sha256;
  std::uint64_t seed = 0;
  int ranks = 1;  // each counts its own batches
};

/// What of a run within an epoch differs between its ranks: batch norms have seen the films of
/// their own rank only, and its loss is of these. Undefined tensors where nothing differs.
struct RankStates {
  torch::Tensor statistics = {};  // float32 [ranks, values], the norms' running statistics
  torch::Tensor losses = {};      // float64 [ranks, 2], loss_sum and films_seen
};

/// Written atomically: a kill at any moment leaves the checkpoint before it. Errors: io.
Status save_checkpoint(const std::filesystem::path& path, const Learner& learner,
                       const TrainingState& state, const RunIdentity& identity,
                       const RankStates& ranks = {});

/// What a checkpoint says besides its tensors, which are not read.
struct CheckpointHead {
  RunIdentity identity;
  TrainingState state;
};

/// Errors: those of read_tensor_file_texts; unsupported for a checkpoint of another version;
/// corrupt where its numbers are of no training.
Result<CheckpointHead> read_checkpoint_head(const std::filesystem::path& path);

/// Fills a rank's learner that is as new_learner() made it. Errors: those of read_checkpoint_head
/// and of read_tensor_file; mismatch where it is of another network.
Result<TrainingState> load_checkpoint(const std::filesystem::path& path, Learner& learner,
                                      int rank = 0);

}  // namespace chestlens
