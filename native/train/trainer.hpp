#pragma once

#include "distributed/group.hpp"
#include "io/reporter.hpp"
#include "networks/classifier.hpp"
#include "recipe/recipe.hpp"
#include "train/run_folder.hpp"

#include <chestlens/error.hpp>

#include <c10/core/Device.h>

#include <filesystem>
#include <functional>
#include <memory>

namespace chestlens {

struct TrainOptions {
  std::filesystem::path data_folder;
  std::filesystem::path run_folder;
  std::filesystem::path bridge_folder = {};  // of the bridge's manifest, where the recipe has one
  bool resume = false;  // go on from the last checkpoint; begin where there is none
  c10::Device device{c10::kCPU};
  int threads = 1;                          // for decoding films before the first epoch
  double epochs_scale = 1.0;                // multiplies each stage's epochs, at least one stays
  std::filesystem::path cache_folder = {};  // of prepared films (film_cache.hpp); empty: none
  double checkpoint_minutes = 5.0;          // between checkpoints within an epoch; 0: every batch
  std::function<bool()> stop_requested;     // asked before each batch
  Reporter reporter = {};                   // of progress, and of a table with a line per epoch
  NetworkFactory make_network = make_classifier;
  std::shared_ptr<Group> group = solo_group();  // all ranks train, on a common file system; rank 0
                                                // alone writes
};

struct TrainSummary {
  int epochs = 0;      // finished, over all stages
  int best_epoch = 0;  // from 1
  double best_value = 0.0;
};

/// Trains by a recipe into a run folder (run_folder.hpp): a checkpoint and a line of log.jsonl (and
/// of TensorBoard's event file) an epoch, the best epoch's weights kept. A stage may end early
/// (train.early_stopping_epochs).
/// Errors: those of its parts; invalid_argument where the folder holds a run and resume is off;
/// interrupted after a stop, the state saved.
Result<TrainSummary> train(const Recipe& recipe, const TrainOptions& options);

}  // namespace chestlens
