#include "train/run_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace chestlens {
namespace {

using testing::HasSubstr;

const RunRecord written{
    .data = "/films",
    .classes = {"a", "b"},
    .seed = 7,
    .task_data = "/task",
    .start_weights = "/weights/x.pth",
    .began_with = BeganWith{.name = "x.pth",
                            .sha256 = "6",
                            .from = "a friend",
                            .mean_variance = true,
                            .missing = {"conv3.weight"}},
    .epochs_scale = 0.5,
    .epochs_planned = 3,
    .recipe_sha256 = "1",
    .recipe_file_sha256 = "2",
    .split_sha256 = "3",
    .films_sha256 = "4",
    .overrides = {"train.batch=8"},
    .origin = RunOrigin{.run = "/runs/first", .epoch = 2, .weights_sha256 = "5"},
    .changes = {{.epoch = 1, .key = "train.batch", .before = "4", .after = "8", .changed = "now"}},
    .sessions = {{.version = "0.1.0",
                  .commit = "abc",
                  .command = "chestlens train",
                  .device = "cpu",
                  .device_name = "Processor",
                  .precision = "fp32",
                  .threads = 2,
                  .ranks = 3,
                  .started = "then",
                  .ended = "now",
                  .state = "stopped",
                  .epoch_seconds = {{1, 2.5}, {2, 3.5}}}}};

TEST(RunRecord, IsReadBackAsItWasWritten) {
  const RunRecord read = parse_run_record(to_json(written)).value();
  EXPECT_EQ(to_json(read), to_json(written));
  EXPECT_EQ(read.state(), "stopped");
  EXPECT_EQ(read.sessions.at(0).epoch_seconds.at(2), 3.5);
  EXPECT_EQ(read.changes.at(0).after, "8");
  EXPECT_EQ(read.origin->epoch, 2);
  EXPECT_EQ(nlohmann::json::parse(to_json(written)).at("state"), "stopped");
}

TEST(RunRecord, OfAnEarlierVersionHasWhatThatWrote) {
  const RunRecord read =
      parse_run_record(R"({"format":1,"data":"/d","classes":["a"],"bridge":true})").value();
  EXPECT_EQ(read.format, 1);
  EXPECT_EQ(read.data, "/d");
  EXPECT_TRUE(read.pretraining);
  EXPECT_FALSE(read.seed);
  EXPECT_EQ(read.state(), "");
  EXPECT_FALSE(parse_run_record(to_json(read)).value().seed) << "none is made up";
}

TEST(RunRecord, OfALaterVersionIsRefused) {
  const auto read = parse_run_record(R"({"format":99,"data":"/d","classes":["a"]})");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::unsupported);
  EXPECT_THAT(read.error().message, HasSubstr("format 99, of a later version"));
}

TEST(RunRecord, ThatIsDamagedIsAnError) {
  for (const char* text :
       {"", "{}", "[]", R"({"format":2,"data":"/d","classes":["a"]})", R"({"format":"x"})"}) {
    const auto read = parse_run_record(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::corrupt) << text;
  }
}

TEST(RunRecord, HoldsACommandOfAnyBytes) {
  RunRecord odd = written;
  odd.sessions[0].command = "chestlens train --run \xe9\xff";
  EXPECT_THAT(to_json(odd), HasSubstr("chestlens train --run"));
}

TEST(RunRecord, TimesAreUtc) {
  const std::string now = utc_now();
  EXPECT_EQ(now.size(), 20U) << now;
  EXPECT_EQ(now.back(), 'Z');
}

}  // namespace
}  // namespace chestlens
