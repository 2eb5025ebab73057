#include "recipe/overrides.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

const std::string begun =
    "name = \"x\"\n[train]\nbatch = 16\n"
    "[[stage]]\nsize_pixels = 64\nepochs = 2\nmax_learning_rate = 1e-3\n"
    "[[stage]]\nsize_pixels = 96\nepochs = 1\nmax_learning_rate = 1e-3\n";

Recipe changed(const std::vector<std::string>& assignments) {
  return parse_recipe(with_overrides(begun, assignments).value(), "x.toml").value();
}
std::string refusal(const std::vector<std::string>& assignments) {
  const auto text = with_overrides(begun, assignments);
  if (!text) return to_string(text.error());
  const auto recipe = parse_recipe(*text, "x.toml");
  return recipe ? "none" : to_string(recipe.error());
}

TEST(Overrides, ReplaceNumbersTextsAndLists) {
  const Recipe recipe =
      changed({"train.batch=64", "stage.1.max_learning_rate=[1e-4, 3e-4]", "stage[2].epochs = 7",
               "train.optimizer=sgd", "network.name=\"mobilenet_v2\"", "title=A new one"});
  EXPECT_EQ(recipe.train.batch, 64);
  EXPECT_EQ(recipe.stages[0].batch, 64);
  EXPECT_DOUBLE_EQ(recipe.stages[0].max_learning_rate.low, 1e-4);
  EXPECT_DOUBLE_EQ(recipe.stages[0].max_learning_rate.high, 3e-4);
  EXPECT_EQ(recipe.stages[1].epochs, 7);
  EXPECT_EQ(recipe.train.optimizer, OptimizerKind::sgd);
  EXPECT_EQ(recipe.network.name, "mobilenet_v2");
  EXPECT_EQ(recipe.title, "A new one");
}

TEST(Overrides, OfTheNextStageAddIt) {
  const Recipe recipe =
      changed({"stage.3.size_pixels=128", "stage.3.epochs=4", "stage.3.max_learning_rate=1e-5"});
  ASSERT_EQ(recipe.stages.size(), 3U);
  EXPECT_EQ(recipe.stages[2].epochs, 4);
}

TEST(Overrides, AreCheckedAsTheRecipeIs) {
  EXPECT_THAT(refusal({"train.batch=1"}), HasSubstr("train.batch = 1 is not accepted"));
  EXPECT_THAT(refusal({"train.bach=64"}), HasSubstr("unknown key train.bach"));
  EXPECT_THAT(refusal({"stage.4.epochs=1"}), HasSubstr("4 is not 1 to 3"));
  EXPECT_THAT(refusal({"stage.epochs=1"}), HasSubstr("stage.1.epochs=3"));
  EXPECT_THAT(refusal({"name.first=1"}), HasSubstr("name has a value"));
  EXPECT_THAT(refusal({"train.batch"}), HasSubstr("--set train.batch: write KEY=VALUE"));
  EXPECT_THAT(refusal({"train.batch="}), HasSubstr("write KEY=VALUE"));
}

TEST(Overrides, WithoutAnyTheTextStaysWithItsComments) {
  EXPECT_EQ(with_overrides("# mine\n" + begun, {}).value(), "# mine\n" + begun);
}

TEST(Overrides, OfAFileFindItsWeightsBesideIt) {
  const test::TemporaryFolder folder;
  test::must(write_file_atomic(folder / "x.toml", begun));
  const std::vector<std::string> set = {"network.weights=mine.pth"};
  EXPECT_EQ(load_recipe(folder / "x.toml", set).value().network.weights,
            (folder / "mine.pth").string());
}

}  // namespace
}  // namespace chestlens
