#include "train/read_log.hpp"

#include "io/atomic_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <sstream>
#include <utility>

namespace chestlens {
namespace {

using Json = nlohmann::json;

/// null stands for what is not a number.
double number_at(const Json& json, const char* key) {
  const Json& value = json.at(key);
  return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

LoggedEpoch logged_epoch(const Json& json) {
  LoggedEpoch epoch{.epoch = json.at("epoch"),
                    .stage = json.at("stage"),
                    .size_pixels = json.at("size_pixels"),
                    .learning_rate = number_at(json, "learning_rate"),
                    .train_loss = number_at(json, "train_loss"),
                    .validation_loss = number_at(json, "validation_loss"),
                    .is_best = json.at("best")};
  for (const auto& [key, value] : json.items()) {
    if (value.is_number()) epoch.figures.emplace(key, value.get<double>());
  }
  for (const char* key : {"epoch", "stage", "size_pixels"}) epoch.figures.erase(key);
  return epoch;
}

}  // namespace

Result<std::vector<LoggedEpoch>> read_log(const std::filesystem::path& path) {
  const auto text = read_text(path);
  if (!text && text.error().code == ErrorCode::not_found) return std::vector<LoggedEpoch>();
  CHESTLENS_CHECK(text);
  std::vector<LoggedEpoch> epochs;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    try {
      epochs.push_back(logged_epoch(Json::parse(line)));
    } catch (const Json::exception&) {
      return fail(ErrorCode::corrupt,
                  fmt::format("line {} is no epoch of a run's log", epochs.size() + 1),
                  path.string());
    }
  }
  return epochs;
}

double value_of(KeepBest metric, const LoggedEpoch& epoch) {
  const auto found = epoch.figures.find(log_key(metric));
  return found == epoch.figures.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

std::string log_key(KeepBest metric) {
  switch (metric) {
    case KeepBest::macro_f1:
      return "macro_f1";
    case KeepBest::weighted_f1:
      return "weighted_f1";
    case KeepBest::balanced_accuracy:
      return "balanced_accuracy";
    case KeepBest::accuracy:
      return "accuracy";
    case KeepBest::mean_roc_area:
      return "mean_roc_area";
    case KeepBest::loss:
      break;
  }
  return "validation_loss";
}

}  // namespace chestlens
