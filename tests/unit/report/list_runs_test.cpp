#include "report/list_runs.hpp"

#include "data/csv.hpp"
#include "io/atomic_file.hpp"
#include "report/run_list_text.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

/// Folders with the files of a run that its list is made of.
class ListRuns : public testing::Test {
 protected:
  void write(const fs::path& file, const std::string& text) const {
    ASSERT_TRUE(write_file_atomic(folder_ / file, text));
  }
  /// A run without a checkpoint, whose epochs reached these values of `metric`.
  void write_run(const fs::path& name, const std::string& metric,
                 const std::vector<double>& values) const {
    write(name / "recipe.toml",
          "name = \"r\"\n[train]\nkeep_best = \"" +
              (metric == "validation_loss" ? "loss" : metric) +
              "\"\n[[stage]]\nsize_pixels = 96\nepochs = 3\nmax_learning_rate = 1e-3\n");
    write(name / "run.json",
          R"({"format": 1, "data": "/films", "classes": ["a", "b"], "seed": 1})");
    std::string log;
    for (std::size_t i = 0; i < values.size(); ++i) {
      nlohmann::json line = {{"epoch", i + 1},        {"stage", 1},   {"size_pixels", 96},
                             {"learning_rate", 1e-3}, {"best", true}, {"train_loss", 1.0},
                             {"validation_loss", 1.0}};
      line[metric] = values[i];
      log += line.dump() + "\n";
    }
    write(name / "log.jsonl", log);
  }
  void set_saved(const fs::path& name, int hours_ago) const {
    for (const auto& file : fs::directory_iterator(folder_ / name)) {
      fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(hours_ago));
    }
  }
  std::vector<std::string> names(RunOrder order) const {
    auto runs = find_runs(folder_ / "runs").value();
    sort_runs(runs, order);
    std::vector<std::string> result;
    for (const FoundRun& run : runs) result.push_back(run.name);
    return result;
  }

  const test::TemporaryFolder folder_;
};

TEST_F(ListRuns, AreFoundOnAnyFloorWithWhatTheirFilesSay) {
  write_run("runs/a/seed1", "macro_f1", {0.5, 0.75});
  write_run("runs/b", "macro_f1", {0.5, 0.6, 0.7});
  write_run("runs/b/pretraining", "macro_f1", {0.5});
  write("runs/films/manifest.csv", "file,class\n");
  const auto runs = find_runs(folder_ / "runs").value();
  ASSERT_EQ(runs.size(), 2U) << "a run's pretraining is a part of it";
  EXPECT_EQ(runs[0].name, "a/seed1");
  const ListedRun& run = runs[0].run.value();
  EXPECT_EQ(run.recipe, "r");
  EXPECT_EQ(run.network, "densenet121");
  EXPECT_EQ(run.size_pixels, 96);
  EXPECT_EQ(run.epochs_done, 2);
  EXPECT_EQ(run.epochs_planned, 3);
  EXPECT_EQ(run.best_epoch, 2);
  EXPECT_EQ(run.best_value, 0.75);
  EXPECT_EQ(run.state, RunState::stopped);
  EXPECT_EQ(runs[1].run->state, RunState::finished);
  const auto itself = find_runs(folder_ / "runs/b").value();
  ASSERT_EQ(itself.size(), 1U);
  EXPECT_EQ(itself[0].name, (folder_ / "runs/b").string());
}

TEST_F(ListRuns, AreSortedByNameScoreOrDate) {
  write_run("runs/a", "macro_f1", {0.7});
  write_run("runs/b", "macro_f1", {0.9});
  write_run("runs/c", "validation_loss", {0.4});
  write_run("runs/d", "validation_loss", {0.2});
  write_run("runs/e", "macro_f1", {});
  write("runs/broken/run.json", "{");
  int hours_ago = 0;
  for (const char* run : {"c", "broken", "a", "e", "d", "b"}) {
    set_saved(fs::path("runs") / run, ++hours_ago);
  }
  EXPECT_THAT(names(RunOrder::name), ElementsAre("a", "b", "c", "d", "e", "broken"));
  EXPECT_THAT(names(RunOrder::score), ElementsAre("b", "a", "d", "c", "e", "broken"));
  EXPECT_THAT(names(RunOrder::date), ElementsAre("c", "a", "e", "d", "b", "broken"));
}

TEST_F(ListRuns, DamagedOnesAreListedWithTheirReason) {
  write_run("runs/good", "macro_f1", {0.7});
  write_run("runs/log", "macro_f1", {0.7});
  write("runs/log/log.jsonl", "{\"epoch\": 1\n");
  write_run("runs/recipe", "macro_f1", {0.7});
  write("runs/recipe/recipe.toml", "name = \"r\"\n");
  const auto runs = find_runs(folder_ / "runs").value();
  ASSERT_EQ(runs.size(), 3U);
  const std::string text = to_text(runs);
  EXPECT_THAT(text, HasSubstr("log.jsonl: line 1 is no epoch of a run's log"));
  EXPECT_THAT(text, HasSubstr("key stage is missing"));
  EXPECT_THAT(text, HasSubstr("1/3     macro F1 0.700  1   stopped"));
  const auto json = nlohmann::json::parse(to_json(runs));
  EXPECT_EQ(json[0].at("best_value"), 0.7);
  EXPECT_EQ(json[0].at("problem"), nullptr);
  EXPECT_EQ(json[1].at("state"), "damaged");
  EXPECT_THAT(json[1].at("problem").get<std::string>(), HasSubstr("line 1"));
  const auto csv = parse_csv(to_csv(runs)).value();
  ASSERT_EQ(csv.size(), 4U);
  EXPECT_EQ(csv[0].fields.size(), csv[2].fields.size());
  EXPECT_EQ(csv[0].fields.back(), "problem");
  EXPECT_EQ(csv[2].fields[0], "log");
}

TEST_F(ListRuns, AFolderThatIsNotThereIsAnError) {
  EXPECT_EQ(find_runs(folder_ / "nowhere").error().code, ErrorCode::not_found);
  fs::create_directory(folder_ / "empty");
  EXPECT_TRUE(find_runs(folder_ / "empty")->empty());
}

}  // namespace
}  // namespace chestlens
