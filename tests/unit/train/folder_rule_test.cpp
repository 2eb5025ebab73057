#include "train/folder_rule.hpp"

#include "support/must.hpp"
#include "support/tiny_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

const std::string ruled_recipe =
    "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\n"
    "precision = \"fp32\"\n[[stage]]\nsize_pixels = 32\nepochs = 1\nmax_learning_rate = 1e-3\n";

class FolderRule : public test::TinyRun {
 protected:
  void put(const char* file, const std::string& text) const {
    test::must(write_file_atomic(folder_ / "run" / file, text));
  }
  std::string refusal(bool resume = false) const {
    TrainOptions options = this->options("run");
    options.resume = resume;
    const auto summary = run(ruled_recipe, options);
    return summary ? "none" : to_string(summary.error());
  }
  /// An attempt that ended before its first checkpoint.
  void fail_once() const {
    const std::string film = read_text(data_ / "a3.png").value();
    test::must(write_file_atomic(data_ / "a3.png", "not a film"));
    EXPECT_THAT(refusal(), HasSubstr("a3.png"));
    test::must(write_file_atomic(data_ / "a3.png", film));
  }
};

TEST_F(FolderRule, AUsersFilesAreNeverWrittenOver) {
  for (const char* file : {"recipe.toml", "log.jsonl", "split.csv", "run.json", "notes.txt"}) {
    std::filesystem::remove_all(folder_ / "run");
    put(file, "mine");
    for (const bool resume : {false, true}) {
      EXPECT_THAT(refusal(resume), HasSubstr(std::string("run/") + file)) << resume;
      EXPECT_EQ(bytes_of("run", file), "mine");
    }
    const auto entries = std::filesystem::directory_iterator(folder_ / "run");
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1) << file;
  }
}

TEST_F(FolderRule, AnEmptyFolderAndAnAttemptThatNeverSavedMayBegin) {
  std::filesystem::create_directory(folder_ / "run");
  fail_once();
  EXPECT_TRUE(std::filesystem::exists(folder_ / "run" / "run.json"));
  EXPECT_EQ(refusal(), "none");
}

TEST_F(FolderRule, AnAttemptWhoseRecipeWasEditedIsAUsersFile) {
  fail_once();
  put("recipe.toml", ruled_recipe + "# my notes\n");
  EXPECT_THAT(refusal(), HasSubstr("recipe.toml: was not written by an attempt"));
  EXPECT_EQ(bytes_of("run", "recipe.toml"), ruled_recipe + "# my notes\n");
}

TEST_F(FolderRule, BestWeightsAloneAreKept) {
  ASSERT_EQ(refusal(), "none");
  std::filesystem::remove(folder_ / "run" / "last.safetensors");
  const std::string best = bytes_of("run", "best.safetensors");
  for (const bool resume : {false, true}) {
    EXPECT_THAT(refusal(resume), HasSubstr("last.safetensors is gone"));
  }
  EXPECT_EQ(bytes_of("run", "best.safetensors"), best);
}

// A process was killed in the first epoch, before its checkpoint and log.
TEST_F(FolderRule, BestWeightsOfAnEpochThatWasNotSavedAreTrainedAgain) {
  ASSERT_EQ(refusal(), "none");
  const std::string best = bytes_of("run", "best.safetensors");
  std::filesystem::remove(folder_ / "run" / "last.safetensors");
  std::filesystem::remove(folder_ / "run" / "log.jsonl");
  std::filesystem::remove(folder_ / "run" / "events.out.tfevents.chestlens");
  EXPECT_EQ(refusal(/*resume=*/true), "none");
  EXPECT_EQ(bytes_of("run", "best.safetensors"), best);
}

}  // namespace
}  // namespace chestlens
