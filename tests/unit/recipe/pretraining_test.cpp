#include "recipe/pretraining.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chestlens {
namespace {

Recipe both_parts() {
  return parse_recipe(
             "name = \"x\"\n[network]\nweights = \"densenet121\"\nrestore_norms = true\n"
             "[data]\nclasses = [\"a\", \"b\"]\n"
             "[train]\nbalanced_sampling = true\nkeep_best = \"accuracy\"\nbatch = 8\n"
             "[pretraining]\nclasses = [\"Edema\", \"Mass\"]\n"
             "[[pretraining.stage]]\nsize_pixels = 96\nepochs = 3\nmax_learning_rate = 1e-2\n"
             "[[stage]]\nsize_pixels = 128\nepochs = 2\nmax_learning_rate = 1e-3\n",
             "x.toml")
      .value();
}

TEST(PretrainingRecipe, HasItsOwnLabelsAndStages) {
  const Recipe recipe = pretraining_recipe(both_parts());
  EXPECT_EQ(recipe.data.classes, (std::vector<std::string>{"Edema", "Mass"}));
  EXPECT_TRUE(recipe.data.multi_label);
  ASSERT_EQ(recipe.stages.size(), 1U);
  EXPECT_EQ(recipe.stages[0].epochs, 3);
  EXPECT_EQ(recipe.stages[0].batch, 8);
  EXPECT_EQ(recipe.input.size_pixels, 96);
  EXPECT_FALSE(recipe.pretraining);
}

TEST(PretrainingRecipe, HasNothingThatIsOnlyOfExclusiveClasses) {
  const Recipe recipe = pretraining_recipe(both_parts());
  EXPECT_EQ(recipe.train.keep_best, KeepBest::mean_roc_area);
  EXPECT_FALSE(recipe.train.balanced_sampling);
  EXPECT_EQ(recipe.train.class_weights, ClassWeights::none);
}

TEST(PretrainingRecipe, BeginsAsTheRecipeSaysAndTheTaskWithItsBody) {
  EXPECT_EQ(pretraining_recipe(both_parts()).network.weights, "densenet121");
  EXPECT_TRUE(pretraining_recipe(both_parts()).network.restore_norms);
  const Recipe task = task_recipe(both_parts(), "run/best.safetensors");
  EXPECT_EQ(task.network.weights, "run/best.safetensors");
  EXPECT_FALSE(task.network.restore_norms);
  EXPECT_FALSE(task.pretraining);
  EXPECT_EQ(task.data.classes, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(task.stages.at(0).size_pixels, 128);
  EXPECT_EQ(task.text, both_parts().text);
}

}  // namespace
}  // namespace chestlens
