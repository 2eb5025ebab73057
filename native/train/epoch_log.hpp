#pragma once

#include "learn/predictions.hpp"
#include "recipe/recipe.hpp"

#include <string>
#include <vector>

namespace chestlens {

/// A finished epoch, as the log has it.
struct EpochRecord {
  int epoch = 0;  // from 1
  int stage = 0;  // from 1
  int size_pixels = 0;
  double learning_rate = 0.0;  // the head's at the epoch's end
  double train_loss = 0.0;
  bool is_best = false;
};

/// One JSON object on one line, without durations: the same seed gives the same log.
std::string to_json_line(const EpochRecord& record, const Score& validation,
                         const std::vector<std::string>& classes);

/// A table for people: its header, and one row per epoch.
std::string table_header(const std::vector<std::string>& classes, bool multi_label = false);
std::string table_row(const EpochRecord& record, const Score& validation,
                      const std::vector<std::string>& classes);

/// The metric's name for people, "macro F1".
std::string metric_name(KeepBest metric);

/// The score's value of the metric that decides which epoch is kept, and whether one is better.
double best_value(KeepBest metric, const Score& score);
bool is_better(KeepBest metric, double value, double than);

}  // namespace chestlens
