#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/program.hpp"
#include "support/short_training.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

/// `chestlens train` on generated films, as a user calls it.
class TrainCommand : public testing::Test {
 protected:
  TrainCommand() { test::make_short_training(folder_, 1, "# mine\n"); }
  auto train(const std::string& arguments) const {
    return test::run_program("train --threads 1 --device cpu --no-cache " + arguments);
  }
  std::string recipe_and_data() const {
    return "--recipe " + std::string(folder_ / "short.toml") + " --data " +
           std::string(folder_ / "films") + " ";
  }
  std::string run_option(const char* name = "run") const {
    return "--run " + std::string(folder_ / name) + " ";
  }
  nlohmann::json record() const {
    return nlohmann::json::parse(read_text(folder_ / "run" / "run.json").value());
  }

  const test::TemporaryFolder folder_;
};

TEST_F(TrainCommand, GoesOnByTheFolderAloneWithOtherValuesAndMovedFilms) {
  const auto begun = train(recipe_and_data() + run_option() + "--seed 7 --set train.batch=6");
  ASSERT_EQ(begun.exit_code, 0) << begun.errors;
  EXPECT_THAT(read_text(folder_ / "run" / "recipe.toml").value(), HasSubstr("batch = 6"));
  EXPECT_EQ(record().at("overrides").at(0), "train.batch=6");
  EXPECT_EQ(record().at("seed"), 7);
  EXPECT_THAT(record().at("sessions").at(0).at("command").get<std::string>(),
              HasSubstr("--set train.batch=6"));

  EXPECT_EQ(train(run_option() + "--resume").exit_code, 0);
  fs::rename(folder_ / "films", folder_ / "moved");
  const auto lost = train(run_option() + "--resume");
  EXPECT_EQ(lost.exit_code, 1);
  EXPECT_THAT(lost.errors, HasSubstr("the folder that they are in now by --data"));
  const auto found = train(run_option() + "--resume --data " + std::string(folder_ / "moved"));
  EXPECT_EQ(found.exit_code, 0) << found.errors;
  EXPECT_EQ(record().at("data"), std::string(folder_ / "moved"));

  const auto more = train(run_option() +
                          "--resume --allow-changes --set stage.2.size_pixels=32 stage.2.epochs=1 "
                          "stage.2.max_learning_rate=1e-5");
  EXPECT_EQ(more.exit_code, 0) << more.errors;
  EXPECT_THAT(more.output, HasSubstr("of 2 was best"));
  EXPECT_EQ(record().at("state"), "finished");
  EXPECT_EQ(record().at("changes").size(), 3U);

  const auto next = train(run_option("next") + "--from " + std::string(folder_ / "run"));
  EXPECT_EQ(next.exit_code, 0) << next.errors;
  EXPECT_THAT(next.output, HasSubstr("begins with the best weights of"));
}

TEST_F(TrainCommand, AnEditedRunIsRefusedAndCanBePutBack) {
  ASSERT_EQ(train(recipe_and_data() + run_option()).exit_code, 0);
  const fs::path recipe = folder_ / "run" / "recipe.toml";
  const std::string original = read_text(recipe).value();
  std::string edited = original;
  edited.replace(edited.find("size_pixels = 32"), 16, "size_pixels = 64");
  test::must(write_file_atomic(recipe, edited));
  const auto refused = test::run_program("evaluate " + run_option());
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.errors, HasSubstr("stage[1].size_pixels: 32 in the weights, 64 in"));
  EXPECT_EQ(train(run_option() + "--resume").exit_code, 1);
  EXPECT_EQ(train(run_option() + "--restore-recipe").exit_code, 0);
  EXPECT_EQ(read_text(recipe).value(), original);
  EXPECT_EQ(train(run_option() + "--resume").exit_code, 0);
}

TEST_F(TrainCommand, ADryRunSaysWhatItWouldDoAndWritesNothing) {
  const auto run = train(recipe_and_data() + run_option() + "--dry-run");
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  for (const char* part : {"mobilenet_v2 with", "training films: ", "stage 1: 32 px, 1 epoch of",
                           "memory: ", "disk: ", "an estimate"}) {
    EXPECT_THAT(run.output, HasSubstr(part)) << part;
  }
  EXPECT_FALSE(fs::exists(folder_ / "run"));
}

TEST_F(TrainCommand, WrongValuesAreNamedAsInARecipe) {
  const auto typo = train(recipe_and_data() + run_option() + "--set train.bach=6");
  EXPECT_EQ(typo.exit_code, 1);
  EXPECT_THAT(typo.errors, HasSubstr("unknown key train.bach"));
  const auto nothing = train(run_option("none") + "--resume");
  EXPECT_EQ(nothing.exit_code, 1);
  EXPECT_THAT(nothing.errors, HasSubstr("holds no run to resume"));
}

}  // namespace
}  // namespace chestlens
