#include "io/lock.hpp"
#include "support/tiny_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>

// What keeps a run's folder to one training, and a training to its folder.

namespace chestlens {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

const std::string guard_recipe =
    "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\n"
    "precision = \"fp32\"\n[[stage]]\nsize_pixels = 32\nepochs = 2\nmax_learning_rate = 3e-3\n";

using RunGuard = test::TinyRun;

TEST_F(RunGuard, ASecondTrainingIsRefusedWhileTheFirstRuns) {
  TrainOptions second = options("run");
  second.resume = true;
  TrainOptions first = options("run");
  int refused = 0;
  first.stop_requested = [&] {
    const auto summary = run(guard_recipe, second);
    EXPECT_FALSE(summary);
    EXPECT_EQ(summary.error().context, (folder_ / "run").string());
    EXPECT_THAT(summary.error().message, HasSubstr("another process (pid "));
    EXPECT_THAT(summary.error().message, HasSubstr("is training here"));
    return ++refused == 3;
  };
  EXPECT_FALSE(run(guard_recipe, first)) << "it was stopped";
  EXPECT_EQ(refused, 3);
  EXPECT_TRUE(run(guard_recipe, second)) << "the first has ended";
}

TEST_F(RunGuard, ARunThatCannotBeginLeavesNoFolder) {
  TrainOptions wrong = options("run");
  wrong.data_folder = folder_ / "nowhere";
  EXPECT_FALSE(run(guard_recipe, wrong));
  EXPECT_FALSE(fs::exists(folder_ / "run"));
}

TEST_F(RunGuard, AFolderThatWasMovedIsNotMadeAgain) {
  TrainOptions moved = options("run");
  int asked = 0;
  moved.stop_requested = [&] {
    if (asked++ == 7) fs::rename(folder_ / "run", folder_ / "elsewhere");
    return false;
  };
  const auto summary = run(guard_recipe, moved);
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().code, ErrorCode::io);
  EXPECT_THAT(summary.error().message, HasSubstr("was moved, removed or emptied"));
  EXPECT_FALSE(fs::exists(folder_ / "run"));

  ASSERT_TRUE(run(guard_recipe, options("whole")));
  TrainOptions resumed = options("elsewhere");
  resumed.resume = true;
  ASSERT_TRUE(run(guard_recipe, resumed));
  for (const char* file : {"last.safetensors", "best.safetensors", "log.jsonl"}) {
    EXPECT_EQ(bytes_of("whole", file), bytes_of("elsewhere", file)) << file;
  }
}

}  // namespace
}  // namespace chestlens
