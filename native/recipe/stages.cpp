#include "recipe/stages.hpp"

#include <utility>

namespace chestlens {
namespace {

/// Enough for every network here, and little enough for memory.
constexpr int max_size_pixels = 1024;
constexpr int max_epochs = 10'000;
constexpr double min_learning_rate = 1e-8;
constexpr double max_learning_rate = 10.0;

/// The keys that [[stage]] and [fine_tune] share.
void read_common(TomlTable& table, Stage& stage, const StageDefaults& defaults) {
  table.require("size_pixels");
  table.require("epochs");
  table.integer("size_pixels", stage.size_pixels, defaults.min_size_pixels, max_size_pixels);
  table.integer("epochs", stage.epochs, 1, max_epochs);
  table.number("mixup_alpha", stage.mixup_alpha, 0.0, 10.0);
  table.number("cutmix_alpha", stage.cutmix_alpha, 0.0, 10.0);
  for (const auto& [key, alpha] :
       {std::pair("mixup_alpha", stage.mixup_alpha), {"cutmix_alpha", stage.cutmix_alpha}}) {
    if (alpha > 0.0 && defaults.by_source) {
      table.reject(key,
                   "0 where the loss looks at each film's source (group_dro, source_adversary)");
    }
  }
  stage.batch = 0;
  table.integer("batch", stage.batch, 0, 4096);
  if (stage.batch == 1) table.reject("batch", "0 (as train.batch) or a number from 2 to 4096");
  if (stage.batch == 0) stage.batch = defaults.batch;
}

Result<Stage> read_stage(TomlTable table, const StageDefaults& defaults) {
  Stage stage;
  read_common(table, stage, defaults);
  table.choice<Schedule>("schedule", stage.schedule,
                         {{"one_cycle", Schedule{}},
                          {"one_cycle_v1", one_cycle_v1()},
                          {"cosine", Schedule{.kind = ScheduleKind::cosine}},
                          {"constant", Schedule{.kind = ScheduleKind::constant}}});
  Schedule& schedule = stage.schedule;
  table.number("warm_up_share",
               schedule.kind == ScheduleKind::one_cycle ? schedule.warm_up_share
                                                        : schedule.linear_warm_up_share,
               0.0, 0.9);
  RateSlice& rates = stage.max_learning_rate;
  table.require("max_learning_rate");
  table.number_or_pair("max_learning_rate", rates.low, rates.high, min_learning_rate,
                       max_learning_rate);
  if (rates.low > rates.high) {
    table.reject("max_learning_rate", "the first layer group's rate, then the head's, not less");
  }
  table.boolean("frozen", stage.frozen);
  table.boolean("retrain_last_layer", stage.retrain_last_layer);
  if (stage.retrain_last_layer && (stage.mixup_alpha > 0.0 || stage.cutmix_alpha > 0.0)) {
    table.reject("retrain_last_layer", "false where films are mixed");
  }
  CHESTLENS_CHECK(table.finish());
  return stage;
}

Result<std::vector<Stage>> read_fine_tune(TomlTable table, const StageDefaults& defaults) {
  Stage frozen;
  read_common(table, frozen, defaults);
  Stage thawed = frozen;
  frozen.epochs = 1;
  double base = 2e-3;
  table.require("base_learning_rate");
  table.number("base_learning_rate", base, min_learning_rate, max_learning_rate);
  table.integer("frozen_epochs", frozen.epochs, 0, max_epochs);
  CHESTLENS_CHECK(table.finish());

  frozen.frozen = true;
  frozen.schedule.warm_up_share = 0.99;
  frozen.max_learning_rate = {.low = base / 10.0, .high = base, .geometric = false};
  base /= 2.0;
  thawed.schedule.warm_up_share = 0.3;
  thawed.schedule.start_divisor = 5.0;
  thawed.max_learning_rate = {.low = base / 100.0, .high = base};
  if (frozen.epochs == 0) return std::vector<Stage>{thawed};
  return std::vector<Stage>{frozen, thawed};
}

}  // namespace

Result<std::vector<Stage>> read_stages(TomlTable& table, const StageDefaults& defaults) {
  if (auto fine_tune = table.table("fine_tune"); table.contains("fine_tune")) {
    if (table.contains("stage")) table.reject("fine_tune", "it stands for the stages; give one");
    CHESTLENS_CHECK(table.status());
    return read_fine_tune(std::move(*fine_tune), defaults);
  }
  table.require("stage");
  std::vector<Stage> stages;
  for (TomlTable& entry : table.tables("stage")) {
    CHESTLENS_TRY(const auto stage, read_stage(std::move(entry), defaults));
    stages.push_back(stage);
  }
  if (stages.empty()) table.reject("stage", "at least one stage, written [[stage]]");
  if (stages.empty()) CHESTLENS_CHECK(table.finish());
  return stages;
}

}  // namespace chestlens
