#include "train/epoch_log.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace chestlens {
namespace {

bool is_multi_label(const Score& score) {
  return !score.roc_areas.empty();
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
                                 {"validation_loss", validation.loss}};
  if (is_multi_label(validation)) {
    json["mean_roc_area"] = validation.mean_roc_area;
    for (std::size_t c = 0; c < classes.size(); ++c) {
      json["roc_area"][classes[c]] = validation.roc_areas[c];  // null where it is not known
    }
  } else {
    const Metrics& metrics = validation.metrics;
    json["accuracy"] = metrics.accuracy;
    json["balanced_accuracy"] = metrics.balanced_accuracy;
    json["macro_f1"] = metrics.macro_f1;
    json["weighted_f1"] = metrics.weighted_f1;
    for (std::size_t c = 0; c < classes.size(); ++c) {
      json["recall"][classes[c]] = metrics.classes[c].recall;
    }
  }
  json["best"] = record.is_best;
  return json.dump();
}

std::string table_header(const std::vector<std::string>& classes, bool multi_label) {
  std::string header = multi_label
                           ? "epoch  size  train loss  val loss  mean ROC area  ROC area of"
                           : "epoch  size  train loss  val loss  accuracy  macro F1  recall of";
  for (const std::string& name : classes) {
    header += fmt::format("  {:>{}}", name, column_width(name));
  }
  return header;
}

std::string table_row(const EpochRecord& record, const Score& validation,
                      const std::vector<std::string>& classes) {
  const Metrics& metrics = validation.metrics;
  const bool multi_label = is_multi_label(validation);
  std::string row = fmt::format("{:5}  {:4}  {:10.4f}  {:8.4f}  ", record.epoch, record.size_pixels,
                                record.train_loss, validation.loss);
  row += multi_label
             ? fmt::format("{:13.3f}  {:11}", validation.mean_roc_area, "")
             : fmt::format("{:8.3f}  {:8.3f}  {:9}", metrics.accuracy, metrics.macro_f1, "");
  for (std::size_t c = 0; c < classes.size(); ++c) {
    row +=
        fmt::format("  {:{}.3f}", multi_label ? validation.roc_areas[c] : metrics.classes[c].recall,
                    column_width(classes[c]));
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
    case KeepBest::mean_roc_area:
      return "mean ROC area";
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
    case KeepBest::mean_roc_area:
      return score.mean_roc_area;
    case KeepBest::loss:
      break;
  }
  return score.loss;
}

bool is_better(KeepBest metric, double value, double than) {
  return metric == KeepBest::loss ? value < than : value > than;
}

}  // namespace chestlens
