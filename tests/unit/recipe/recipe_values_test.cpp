#include "recipe/recipe_values.hpp"

#include <gtest/gtest.h>

namespace chestlens {
namespace {

const std::string written =
    "name = \"x\"  # mine\n[train]\nbatch = 16\nweight_decay = 0.0010\n"
    "[[stage]]\nepochs = 2\nmax_learning_rate = [1e-4, 1E-3]\n[[stage]]\nepochs = 3\n";
const std::string otherwise =
    "[[stage]]\nmax_learning_rate = [0.0001, 0.001]\nepochs = 2\n[[stage]]\nepochs = 3\n"
    "[train]\nweight_decay = 1e-3\nbatch = 16\n";

TEST(RecipeValues, AreTheSameHoweverTheyAreWritten) {
  const std::string same = "name = \"x\"\n" + otherwise;
  EXPECT_EQ(recipe_values(written).value(), recipe_values(same).value());
  EXPECT_EQ(recipe_sha256(written).value(), recipe_sha256(same).value());
  EXPECT_NE(recipe_sha256(written).value(), recipe_sha256(otherwise).value());
}

TEST(RecipeValues, NameEachKey) {
  const RecipeValues values = recipe_values(written).value();
  EXPECT_EQ(values.at("stage[1].max_learning_rate"), "[0.0001, 0.001]");
  EXPECT_EQ(values.at("stage[2].epochs"), "3");
  EXPECT_EQ(values.at("train.batch"), "16");
  EXPECT_EQ(recipe_values("[bridge]\nclasses = []\n").value(),
            recipe_values("[pretraining]\nclasses = []\n").value());
}

TEST(RecipeValues, ChangesAreListedKeyByKey) {
  const auto changes =
      changed_keys({{"a", "1"}, {"b", "2"}, {"c", "3"}}, {{"a", "1"}, {"b", "4"}, {"d", "5"}});
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].key + changes[0].before + changes[0].after, "b24");
  EXPECT_EQ(changes[1].key + changes[1].before + changes[1].after, "c3");
  EXPECT_EQ(changes[2].key + changes[2].before + changes[2].after, "d5");
}

TEST(RecipeValues, OfABrokenRecipeAreAnError) {
  EXPECT_EQ(recipe_values("name = ").error().code, ErrorCode::parse);
}

}  // namespace
}  // namespace chestlens
