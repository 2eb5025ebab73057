#pragma once

#include "data/split.hpp"
#include "networks/classifier.hpp"
#include "recipe/recipe.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// The files of a run.
struct RunFiles {
  explicit RunFiles(const std::filesystem::path& run_folder);
  std::filesystem::path description;  // run.json: data folder, classes, seed
  std::filesystem::path recipe;       // recipe.toml, verbatim
  std::filesystem::path split;        // split.csv
  std::filesystem::path checkpoint;   // last.safetensors
  std::filesystem::path best;         // best.safetensors, weights alone
  std::filesystem::path log;          // log.jsonl
  std::filesystem::path events;       // the same for TensorBoard

  /// The files of an evaluation: its figures, and each film's logits; `part` is validation or test.
  std::filesystem::path evaluation(const std::string& part) const;
  std::filesystem::path predictions(const std::string& part) const;

 private:
  std::filesystem::path folder_;
};

/// The folder of a run's pretraining, which is a run of its own: `pretraining`, or `bridge` where
/// an earlier version began it.
std::filesystem::path pretraining_folder(const std::filesystem::path& run_folder);

/// A run, as its folder describes it.
struct Run {
  std::filesystem::path folder;
  std::filesystem::path data_folder;
  std::vector<std::string> classes;  // in the order of the logits
  Recipe recipe;
};

/// Writes run.json and recipe.toml; the former also keeps a seed that replaced the recipe's.
Status save_run(const Run& run);

/// Errors: not_found where the folder holds no run; parse or corrupt where its files are damaged.
Result<Run> load_run(const std::filesystem::path& folder);

/// Writes the weights of the best epoch, with that epoch (from 1) and its value of keep_best.
Status save_best(const Run& run, const Classifier& classifier, int epoch, double value);

/// The run's network with the weights of its best epoch, in evaluation mode, on the CPU.
/// Errors: not_found before the first epoch's end; mismatch where the file is of another network.
Result<Classifier> load_best(const Run& run, const NetworkFactory& make_network = make_classifier);

}  // namespace chestlens
