#pragma once

#include "io/reporter.hpp"
#include "train/run_folder.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// How far a run's training is.
struct RunProgress {
  int epochs_done = 0;
  int epochs_planned = 0;
  bool is_finished = true;
  std::vector<std::string> changes = {};  // that it went on with: "after epoch 2 KEY: A -> B"

  /// "epoch 1 of 3: the training is not finished"; "" where it is.
  std::string unfinished() const;
};

/// By run_history(); a stage that ended early is done. Errors: those of run_history.
Result<RunProgress> run_progress(const Run& run);

/// The weights that a run's predictions are of.
struct RunWeights {
  std::string sha256;  // of best.safetensors
  int epoch = 0;       // from 1; 0 where the file does not say
};

/// Errors: those of read_file and read_tensor_file.
Result<RunWeights> run_weights(const std::filesystem::path& run_folder);

}  // namespace chestlens
