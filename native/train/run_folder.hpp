#pragma once

#include "data/split.hpp"
#include "networks/classifier.hpp"
#include "recipe/recipe.hpp"
#include "train/run_record.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace chestlens {

/// The files of a run.
struct RunFiles {
  explicit RunFiles(const std::filesystem::path& run_folder);
  std::filesystem::path description;  // run.json, a RunRecord (run_record.hpp)
  std::filesystem::path recipe;       // recipe.toml, verbatim, or merged with --set
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
  RunRecord record = {};  // what made it; save_run() takes the fields above from the run itself
};

/// Writes run.json, which also keeps a seed that replaced the recipe's.
Status save_description(const Run& run);

/// Writes run.json and recipe.toml.
Status save_run(const Run& run);

/// The recipe's start weights are the file of the beginning, and a run.json of an earlier version
/// is a notice of the recipe's. Errors: not_found where the folder holds no run; parse, corrupt or
/// unsupported where its files are damaged or of a later version.
Result<Run> load_run(const std::filesystem::path& folder);

/// Writes the weights of the best epoch, with that epoch (from 1), its value of keep_best, and the
/// recipe and classes that they were trained by.
Status save_best(const Run& run, const Classifier& classifier, int epoch, double value);

/// The epoch, from 1, that the texts of best.safetensors name; 0 where they name none.
int epoch_said_by(const std::map<std::string, std::string>& texts);

/// The run's network with the weights of its best epoch, in evaluation mode, on the CPU, and which
/// these are: a training may put others into the file at any time.
struct BestWeights {
  Classifier classifier;
  std::string sha256;  // of best.safetensors
  int epoch = 0;       // from 1; 0 where the file does not say
};

/// Errors: not_found before the first epoch's end; mismatch where the file is of another network,
/// or recipe.toml or run.json were changed since (check_as_trained).
Result<BestWeights> load_best_weights(const Run& run,
                                      const NetworkFactory& make_network = make_classifier);

/// The network of load_best_weights() alone.
Result<Classifier> load_best(const Run& run, const NetworkFactory& make_network = make_classifier);

}  // namespace chestlens
