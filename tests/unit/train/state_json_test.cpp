#include "train/state_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

const TrainingState state{.epoch = 3,
                          .stage = 1,
                          .epoch_in_stage = 1,
                          .batch = 5,
                          .loss_sum = 1.0 / 3.0,
                          .films_seen = 40,
                          .best_epoch = 2,
                          .best_value = 0.1 + 0.2,
                          .stage_best_value = 1.0 / 7.0,
                          .epochs_since_best = 1,
                          .log = {"1", "2", "3"}};
const std::vector<Stage> stages{{.epochs = 2}, {.epochs = 4}};

TEST(StateJson, GivesBackEveryBit) {
  const auto text = to_json(state).dump();
  const auto read = training_state_from(nlohmann::json::parse(text));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(to_json(*read), to_json(state));
  EXPECT_EQ(read->best_value, state.best_value);
  EXPECT_EQ(read->log, state.log);
}

TEST(StateJson, RefusesNumbersThatNoTrainingHas) {
  const std::vector<std::pair<const char*, nlohmann::json>> absurd = {
      {"batch", -5},           {"epoch", -1},           {"stage", 1e300},
      {"epoch_in_stage", 2.5}, {"films_seen", "many"},  {"batch", 1e19},
      {"epoch", 1LL << 40},    {"best_epoch", nullptr}, {"epochs_since_best", true}};
  for (const auto& [key, value] : absurd) {
    auto json = to_json(state);
    json[key] = value;
    const auto read = training_state_from(json);
    ASSERT_FALSE(read) << key << " " << value;
    EXPECT_EQ(read.error().code, ErrorCode::corrupt);
    EXPECT_THAT(read.error().message, HasSubstr(std::string("is damaged: ") + key + " = "));
    EXPECT_THAT(read.error().message, HasSubstr("begin a new run"));
  }
}

TEST(StateJson, RefusesAPlaceThatTheStagesDoNotHave) {
  EXPECT_TRUE(check_state(state, stages));
  TrainingState done = state;
  done.stage = 2, done.epoch_in_stage = 0;
  EXPECT_TRUE(check_state(done, stages)) << "all stages are done";

  TrainingState other = state;
  other.stage = 3;
  EXPECT_FALSE(check_state(other, stages));
  other = state, other.epoch_in_stage = 4;
  EXPECT_FALSE(check_state(other, stages));
  other = state, other.best_epoch = 4;
  EXPECT_FALSE(check_state(other, stages));
  other = state, other.log.pop_back();
  const Status status = check_state(other, stages);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::corrupt);
  EXPECT_THAT(status.error().message, HasSubstr("3 epochs, 2 lines of log"));
}

}  // namespace
}  // namespace chestlens
