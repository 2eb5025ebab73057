#include "train/run_history.hpp"

#include "support/tiny_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

namespace chestlens {
namespace {

using testing::HasSubstr;

const std::string history_recipe =
    "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\n"
    "keep_best = \"accuracy\"\n[[stage]]\nsize_pixels = 32\nepochs = 2\nmax_learning_rate = 3e-3\n"
    "[[stage]]\nsize_pixels = 48\nepochs = 2\nmax_learning_rate = 3e-3\n";

class RunHistoryTest : public test::TinyRun {
 protected:
  RunHistory history_of(const std::string& name) const {
    const auto history = run_history(load_run(folder_ / name).value());
    EXPECT_TRUE(history) << to_string(history.error());
    return history.value_or(RunHistory());
  }
  void write(const std::string& run, const char* file, const std::string& text) const {
    ASSERT_TRUE(write_file_atomic(folder_ / run / file, text));
  }
};

TEST_F(RunHistoryTest, IsThatOfTheFinishedRun) {
  const auto summary = run(history_recipe, options("whole"));
  ASSERT_TRUE(summary);
  const RunHistory history = history_of("whole");
  EXPECT_EQ(history.state, RunState::finished);
  EXPECT_EQ(history.epochs_done, 4);
  EXPECT_EQ(history.epochs_planned, 4);
  ASSERT_EQ(history.log.size(), 4U);
  EXPECT_EQ(history.log[1].stage, 1);
  EXPECT_EQ(history.log[2].stage, 2);
  EXPECT_EQ(history.log[2].size_pixels, 48);
  EXPECT_GT(history.log[2].train_loss, 0.0);
  ASSERT_TRUE(history.best());
  EXPECT_EQ(history.best()->epoch, summary->best_epoch);
  EXPECT_EQ(value_of(KeepBest::accuracy, *history.best()), summary->best_value);
  EXPECT_EQ(value_of(KeepBest::loss, history.log[0]), history.log[0].validation_loss);
  EXPECT_TRUE(std::isnan(value_of(KeepBest::mean_roc_area, history.log[0])));
}

TEST_F(RunHistoryTest, AStoppedRunKnowsHowManyEpochsWerePlanned) {
  TrainOptions stopped = options("stopped");
  stopped.epochs_scale = 1.5;
  int asked = 0;
  stopped.stop_requested = [&] { return ++asked > 9; };  // six batches an epoch
  ASSERT_FALSE(run(history_recipe, stopped));
  const RunHistory history = history_of("stopped");
  EXPECT_EQ(history.state, RunState::stopped);
  EXPECT_EQ(history.epochs_done, 1);
  EXPECT_EQ(history.epochs_planned, 6);
}

TEST_F(RunHistoryTest, BeforeTheFirstEpochThereIsNoBest) {
  TrainOptions stopped = options("new");
  stopped.stop_requested = [] { return true; };
  ASSERT_FALSE(run(history_recipe, stopped));
  const RunHistory history = history_of("new");
  EXPECT_EQ(history.epochs_done, 0);
  EXPECT_FALSE(history.best());
}

TEST_F(RunHistoryTest, ADeletedCheckpointIsReplacedByTheLog) {
  ASSERT_TRUE(run(history_recipe, options("kept")));
  std::filesystem::remove(folder_ / "kept" / "last.safetensors");
  const RunHistory history = history_of("kept");
  EXPECT_EQ(history.state, RunState::finished);
  EXPECT_EQ(history.epochs_done, 4);
}

TEST_F(RunHistoryTest, DamagedFilesAreNamed) {
  ASSERT_TRUE(run(history_recipe, options("run")));
  const auto problem = [&] {
    return to_string(run_history(load_run(folder_ / "run").value()).error());
  };
  const std::string log = bytes_of("run", "log.jsonl");
  write("run", "log.jsonl", log.substr(0, log.size() - 20));
  EXPECT_THAT(problem(), HasSubstr("log.jsonl: line 4 is no epoch"));
  write("run", "log.jsonl", log);
  write("run", "last.safetensors", bytes_of("run", "last.safetensors").substr(0, 100));
  EXPECT_THAT(problem(), HasSubstr("last.safetensors: "));
  write("run", "last.safetensors", bytes_of("run", "best.safetensors"));
  EXPECT_THAT(problem(), HasSubstr("last.safetensors: is no checkpoint of a run"));
}

}  // namespace
}  // namespace chestlens
