#pragma once

#include "recipe/recipe.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace chestlens {

/// One line of log.jsonl.
struct LoggedEpoch {
  int epoch = 0;  // from 1
  int stage = 0;  // from 1
  int size_pixels = 0;
  double learning_rate = 0.0;
  double train_loss = 0.0;
  double validation_loss = 0.0;
  std::map<std::string, double> figures = {};  // by their key: "macro_f1", "accuracy", ...
  bool is_best = false;
};

/// A log's lines in their order; none where there is no log yet. Errors: io; corrupt, naming the
/// line.
Result<std::vector<LoggedEpoch>> read_log(const std::filesystem::path& path);

/// The epoch's value of the metric that decides which epoch is kept; not a number where the log
/// does not have it.
double value_of(KeepBest metric, const LoggedEpoch& epoch);

/// The metric's key in the log, "macro_f1".
std::string log_key(KeepBest metric);

}  // namespace chestlens
