#include "train/epoch_log.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace chestlens {
namespace {

template <typename... Arguments>
std::string formatted(const char* format, Arguments... arguments) {
  char text[160];
  std::snprintf(text, sizeof text, format, arguments...);
  return text;
}

int column_width(const std::string& class_name) {
  return std::max(6, static_cast<int>(class_name.size()));
}

}  // namespace

std::string to_json_line(const EpochRecord& record, const Score& validation,
                         const std::vector<std::string>& classes) {
  nlohmann::ordered_json json = {{"epoch", record.epoch},
                                 {"stage", record.stage},
                                 {"size_pixels", record.size_pixels},
                                 {"learning_rate", record.learning_rate},
                                 {"train_loss", record.train_loss},
                                 {"validation_loss", validation.loss},
                                 {"accuracy", validation.metrics.accuracy},
                                 {"balanced_accuracy", validation.metrics.balanced_accuracy},
                                 {"macro_f1", validation.metrics.macro_f1},
                                 {"weighted_f1", validation.metrics.weighted_f1}};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    json["recall"][classes[c]] = validation.metrics.classes[c].recall;
  }
  json["best"] = record.is_best;
  return json.dump();
}

std::string table_header(const std::vector<std::string>& classes) {
  std::string header = "epoch  size  train loss  val loss  accuracy  macro F1  recall of";
  for (const std::string& name : classes) {
    header += formatted("  %*s", column_width(name), name.c_str());
  }
  return header;
}

std::string table_row(const EpochRecord& record, const Score& validation,
                      const std::vector<std::string>& classes) {
  const Metrics& metrics = validation.metrics;
  std::string row =
      formatted("%5d  %4d  %10.4f  %8.4f  %8.3f  %8.3f  %9s", record.epoch, record.size_pixels,
                record.train_loss, validation.loss, metrics.accuracy, metrics.macro_f1, "");
  for (std::size_t c = 0; c < classes.size(); ++c) {
    row += formatted("  %*.3f", column_width(classes[c]), metrics.classes[c].recall);
  }
  return row + (record.is_best ? "  best" : "");
}

std::string metric_name(KeepBest metric) {
  switch (metric) {
    case KeepBest::macro_f1:
      return "macro F1";
    case KeepBest::weighted_f1:
      return "weighted F1";
    case KeepBest::balanced_accuracy:
      return "balanced accuracy";
    case KeepBest::accuracy:
      return "accuracy";
    case KeepBest::loss:
      break;
  }
  return "validation loss";
}

double best_value(KeepBest metric, const Score& score) {
  switch (metric) {
    case KeepBest::macro_f1:
      return score.metrics.macro_f1;
    case KeepBest::weighted_f1:
      return score.metrics.weighted_f1;
    case KeepBest::balanced_accuracy:
      return score.metrics.balanced_accuracy;
    case KeepBest::accuracy:
      return score.metrics.accuracy;
    case KeepBest::loss:
      break;
  }
  return score.loss;
}

bool is_better(KeepBest metric, double value, double than) {
  return metric == KeepBest::loss ? value < than : value > than;
}

}  // namespace chestlens
