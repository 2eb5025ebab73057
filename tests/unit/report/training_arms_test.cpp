#include "report/training_arms.hpp"

#include "io/atomic_file.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Folders with the files of a run that its curve is made of.
class TrainingArms : public testing::Test {
 protected:
  fs::path write_run(const std::string& name, int seed, int epochs,
                     const std::string& classes = R"("a", "b")") const {
    const fs::path run = folder_ / name;
    write(run / "recipe.toml",
          "name = \"r\"\n[[stage]]\nsize_pixels = 96\nepochs = 3\nmax_learning_rate = 1e-3\n");
    write(run / "run.json",
          fmt::format(R"({{"format": 1, "data": "/films", "classes": [{}], "seed": {}}})", classes,
                      seed));
    std::string log;
    for (int epoch = 1; epoch <= epochs; ++epoch) {
      log += fmt::format(R"({{"epoch": {}, "stage": 1, "size_pixels": 96, "learning_rate": 1e-3, )"
                         R"("train_loss": 1.0, "validation_loss": 1.0, "macro_f1": 0.{}, )"
                         R"("best": true}})",
                         epoch, 10 * seed + epoch) +
             "\n";
    }
    if (epochs > 0) write(run / "log.jsonl", log);
    return run;
  }
  static void write(const fs::path& file, const std::string& text) {
    ASSERT_TRUE(write_file_atomic(file, text));
  }
  static Error error_of(const std::vector<ArmFolders>& arms) { return load_arms(arms).error(); }

  const test::TemporaryFolder folder_;
};

TEST_F(TrainingArms, HaveTheirRunsSeedsAndLogs) {
  const std::vector<ArmFolders> folders = {{"one", {write_run("a", 1, 2), write_run("b", 2, 3)}},
                                           {"other", {write_run("c", 3, 1)}}};
  const auto arms = load_arms(folders).value();
  ASSERT_EQ(arms.size(), 2U);
  EXPECT_EQ(arms[0].name, "one");
  ASSERT_EQ(arms[0].runs.size(), 2U);
  EXPECT_EQ(arms[0].runs[1].seed, 2U);
  EXPECT_EQ(arms[0].runs[1].log.size(), 3U);
  EXPECT_EQ(arms[1].runs[0].folder, folder_ / "c");
}

TEST_F(TrainingArms, ThatAreNoneAreRefused) {
  const fs::path run = write_run("a", 1, 2);
  EXPECT_EQ(to_string(error_of({})), "there is no arm");
  EXPECT_EQ(to_string(error_of({{"one", {}}})), "one: has no runs");
  EXPECT_EQ(to_string(error_of({{"one", {run}}, {"one", {run}}})), "one: is the name of two arms");
}

TEST_F(TrainingArms, WithoutARunOrAnEpochAreRefused) {
  const Error nowhere = error_of({{"one", {folder_ / "nowhere"}}});
  EXPECT_EQ(nowhere.code, ErrorCode::not_found);
  EXPECT_THAT(to_string(nowhere), HasSubstr("nowhere: holds no run"));
  const Error begun = error_of({{"one", {write_run("a", 1, 2), write_run("begun", 2, 0)}}});
  EXPECT_EQ(begun.code, ErrorCode::not_found);
  EXPECT_THAT(to_string(begun), HasSubstr("begun: no epoch of this run has ended yet"));
}

TEST_F(TrainingArms, OfOtherClassesAreRefused) {
  const Error error =
      error_of({{"one", {write_run("a", 1, 2)}}, {"other", {write_run("b", 2, 2, R"("b", "a")")}}});
  EXPECT_EQ(error.code, ErrorCode::mismatch);
  EXPECT_THAT(to_string(error), HasSubstr("/b: its classes are b, a, those of"));
}

TEST_F(TrainingArms, DoNotCountARunTwice) {
  const fs::path run = write_run("a", 1, 2);
  EXPECT_THAT(to_string(error_of({{"one", {run, folder_ / "a/."}}})),
              HasSubstr("is the folder of " + run.string() + ": one run does not count twice"));
  fs::copy(run, folder_ / "copy", fs::copy_options::recursive);
  const Error copied = error_of({{"one", {run}}, {"other", {folder_ / "copy"}}});
  EXPECT_EQ(copied.code, ErrorCode::invalid_argument);
  EXPECT_THAT(to_string(copied), HasSubstr("has the same log as " + run.string()));
}

TEST_F(TrainingArms, ValidatedOnOtherFilmsAreNoted) {
  const auto write_record = [&](const fs::path& run, const std::string& split) {
    write(run / "run.json",
          fmt::format(R"({{"format": 2, "data": "/films", "classes": ["a", "b"], "seed": 1,
            "epochs_scale": 1.0, "epochs_planned": 3, "recipe_sha256": "", "films_sha256": "",
            "recipe_file_sha256": "", "split_sha256": "{}", "overrides": [],
            "changes": [], "sessions": []}})",
                      split));
  };
  const std::vector<fs::path> runs = {write_run("a", 1, 1), write_run("b", 2, 1),
                                      write_run("c", 3, 1)};
  write_record(runs[0], "11");
  write_record(runs[1], "11");
  write_record(runs[2], "22");
  std::vector<std::string> notes;
  const Reporter reporter{.notice = [&](std::string_view text) { notes.emplace_back(text); }};
  const std::vector<ArmFolders> alike = {{"one", {runs[0], runs[1]}}};
  ASSERT_TRUE(load_arms(alike, reporter));
  EXPECT_THAT(notes, IsEmpty());
  const std::vector<ArmFolders> arms = {{"one", {runs[0], runs[1]}}, {"other", {runs[2]}}};
  ASSERT_TRUE(load_arms(arms, reporter));
  EXPECT_THAT(notes, ElementsAre(HasSubstr("/c: its films are split otherwise than those of")));
}

}  // namespace
}  // namespace chestlens
