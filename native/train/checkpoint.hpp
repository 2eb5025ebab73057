#pragma once

#include "networks/classifier.hpp"
#include "train/optimizer.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// Where a run stands. What is random is drawn from (seed, epoch, batch), so these numbers are all
/// there is to the state of the generators, the sampler and the schedule.
struct TrainingState {
  int epoch = 0;           // finished epochs over all stages
  std::int64_t batch = 0;  // finished batches of the epoch under way
  double loss_sum = 0.0;   // over the films of those batches
  std::int64_t films_seen = 0;
  int best_epoch = 0;            // from 1; 0 before the first
  double best_value = 0.0;       // of the recipe's keep_best metric
  std::vector<std::string> log;  // one JSON object an epoch
};

/// What must be the same for a run to go on.
struct RunIdentity {
  std::string recipe;  // verbatim
  std::vector<std::string> classes;
  double epochs_scale = 1.0;
  std::string split_sha256;
};

/// Written atomically, so a kill at any moment leaves the checkpoint before it. Errors: io.
Status save_checkpoint(const std::filesystem::path& path, const Classifier& classifier,
                       const Optimizer& optimizer, const TrainingState& state,
                       const RunIdentity& identity);

/// Fills the classifier and the optimizer, both as fresh as at the run's start.
/// Errors: those of read_tensor_file; mismatch naming what differs from the run's beginning.
Result<TrainingState> load_checkpoint(const std::filesystem::path& path, Classifier& classifier,
                                      Optimizer& optimizer, const RunIdentity& identity);

}  // namespace chestlens
