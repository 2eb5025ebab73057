#include "train/state_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <string>

namespace chestlens {
namespace {

using Json = nlohmann::json;

tl::unexpected<Error> damaged_state(const std::string& what) {
  return fail(ErrorCode::corrupt,
              "is damaged: " + what +
                  "; restore it from a backup, or begin a new run in another folder (the weights "
                  "in best.safetensors can still be evaluated and exported)");
}

/// A count, from 0.
template <typename Number>
Status read_count(const Json& json, const char* key, Number& count) {
  const Json& value = json.at(key);
  const bool is_count =
      value.is_number_integer() && value >= 0 && value <= std::numeric_limits<Number>::max();
  if (!is_count) return damaged_state(fmt::format("{} = {} in its state", key, value.dump()));
  count = value.get<Number>();
  return {};
}

Status read_number(const Json& json, const char* key, double& number) {
  number = json.at(key).get<double>();
  if (std::isfinite(number)) return {};
  return damaged_state(fmt::format("{} = {} in its state", key, number));
}

}  // namespace

Json to_json(const TrainingState& state) {
  return {{"epoch", state.epoch},
          {"stage", state.stage},
          {"epoch_in_stage", state.epoch_in_stage},
          {"batch", state.batch},
          {"loss_sum", state.loss_sum},
          {"films_seen", state.films_seen},
          {"best_epoch", state.best_epoch},
          {"best_value", state.best_value},
          {"stage_best_value", state.stage_best_value},
          {"epochs_since_best", state.epochs_since_best},
          {"log", state.log}};
}

Result<TrainingState> training_state_from(const Json& json) {
  TrainingState state;
  CHESTLENS_CHECK(read_count(json, "epoch", state.epoch));
  CHESTLENS_CHECK(read_count(json, "stage", state.stage));
  CHESTLENS_CHECK(read_count(json, "epoch_in_stage", state.epoch_in_stage));
  CHESTLENS_CHECK(read_count(json, "batch", state.batch));
  CHESTLENS_CHECK(read_number(json, "loss_sum", state.loss_sum));
  CHESTLENS_CHECK(read_count(json, "films_seen", state.films_seen));
  CHESTLENS_CHECK(read_count(json, "best_epoch", state.best_epoch));
  CHESTLENS_CHECK(read_number(json, "best_value", state.best_value));
  CHESTLENS_CHECK(read_number(json, "stage_best_value", state.stage_best_value));
  CHESTLENS_CHECK(read_count(json, "epochs_since_best", state.epochs_since_best));
  state.log = json.at("log").get<std::vector<std::string>>();
  return state;
}

Status check_state(const TrainingState& state, std::span<const Stage> stages) {
  const auto stage = static_cast<std::size_t>(state.stage);
  if (stage > stages.size()) {
    return damaged_state(fmt::format("it is in stage {} of {}", state.stage + 1, stages.size()));
  }
  const bool is_done = stage == stages.size();
  if (!is_done && state.epoch_in_stage >= stages[stage].epochs) {
    return damaged_state(fmt::format("it is in epoch {} of the {} of stage {}",
                                     state.epoch_in_stage + 1, stages[stage].epochs,
                                     state.stage + 1));
  }
  const auto epochs = static_cast<std::size_t>(state.epoch);
  if (state.log.size() != epochs || state.best_epoch > state.epoch ||
      state.epoch_in_stage > state.epoch) {
    return damaged_state(fmt::format("it has {} epochs, {} lines of log and epoch {} as the best",
                                     state.epoch, state.log.size(), state.best_epoch));
  }
  return {};
}

}  // namespace chestlens
