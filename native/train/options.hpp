#pragma once

#include "distributed/group.hpp"
#include "io/reporter.hpp"
#include "networks/classifier.hpp"
#include "train/invocation.hpp"

#include <c10/core/Device.h>

#include <filesystem>
#include <functional>
#include <memory>

namespace chestlens {

/// What a training needs beside its recipe.
struct TrainOptions {
  std::filesystem::path data_folder;
  std::filesystem::path run_folder;
  std::filesystem::path pretraining_data = {};  // folder of its films, where the recipe has one
  std::filesystem::path task_data = {};  // of a pretraining: the films of the run that it is for
  bool resume = false;         // go on from the last checkpoint; begin where there is none
  bool allow_changes = false;  // of recipe, films, processes, where that is sound (run_changes.hpp)
  std::filesystem::path from_run = {};  // begin with its best weights and its split; empty: none
  c10::Device device{c10::kCPU};
  bool deterministic = false;               // how the device computes (device.hpp), for the record
  int threads = 1;                          // for decoding films before the first epoch
  double epochs_scale = 1.0;                // multiplies each stage's epochs, at least one stays
  std::filesystem::path cache_folder = {};  // of prepared films (film_cache.hpp); empty: none
  bool eager = false;                       // launch a GPU's steps kernel by kernel, no CUDA graph
  double checkpoint_minutes = 5.0;          // between checkpoints within an epoch; 0: every batch
  std::function<bool()> stop_requested;     // asked before each batch
  Invocation invocation = {};               // for the run's record
  Reporter reporter = {};                   // of progress, and of a table with a line per epoch
  NetworkFactory make_network = make_classifier;
  std::shared_ptr<Group> group = solo_group();  // all ranks train, on a common file system; rank 0
                                                // alone writes
};

}  // namespace chestlens
