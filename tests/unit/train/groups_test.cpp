#include "support/tiny_run.hpp"
#include "train/run_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

/// A recipe whose table [train] ends with these lines, of a stage that begins with these.
std::string group_recipe(const std::string& train, const std::string& stage = "") {
  return "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\n"
         "precision = \"fp32\"\n" +
         train + "[[stage]]\n" + stage + "size_pixels = 32\nepochs = 3\nmax_learning_rate = 3e-3\n";
}

const std::string by_groups =
    "loss = \"group_dro\"\ngroup_dro_rate = 0.1\nsource_adversary = 0.5\n"
    "balanced_sampling = true\nbalanced_by = \"class_and_source\"\n";

class GroupsTest : public test::TinyRun {
 protected:
  void expect_same(const std::string& one, const std::string& other) const {
    for (const char* file : {"last.safetensors", "best.safetensors", "log.jsonl"}) {
      EXPECT_EQ(bytes_of(one, file), bytes_of(other, file)) << file;
    }
  }
};

// The films' two hospitals are groups of each class; what is known of them outlasts a stop.
TEST_F(GroupsTest, AStoppedRunGoesOnWithTheSameBits) {
  const std::string recipe = group_recipe(by_groups);
  const auto whole = run(recipe, options("whole"));
  ASSERT_TRUE(whole) << to_string(whole.error());
  EXPECT_GT(whole->best_value, 0.5);  // chance is 0.33
  train_in_pieces(recipe, "pieces", 3);
  expect_same("whole", "pieces");
}

TEST_F(GroupsTest, EachKeyChangesWhatIsLearned) {
  ASSERT_TRUE(run(group_recipe(""), options("plain")));
  int number = 0;
  for (const char* key : {"loss = \"group_dro\"\n", "source_adversary = 0.5\n",
                          "balanced_sampling = true\nbalanced_by = \"class_and_source\"\n"}) {
    const std::string name = "run" + std::to_string(++number);
    const auto changed = run(group_recipe(key), options(name));
    ASSERT_TRUE(changed) << to_string(changed.error());
    EXPECT_NE(bytes_of("plain", "best.safetensors"), bytes_of(name, "best.safetensors")) << key;
  }
}

TEST_F(GroupsTest, ALastLayerIsLearnedAgainOnTheBodyOfAnotherRun) {
  ASSERT_TRUE(run(group_recipe(""), options("plain")));
  TrainOptions second = options("second");
  second.from_run = folder_ / "plain";
  const std::string recipe = group_recipe("", "retrain_last_layer = true\n");
  ASSERT_TRUE(run(recipe, second));
  const auto before = load_best_weights(load_run(folder_ / "plain").value(), second.make_network);
  const auto after = load_best_weights(load_run(folder_ / "second").value(), second.make_network);
  ASSERT_TRUE(before && after);
  EXPECT_TRUE(torch::equal(before->classifier.body->parameters().front(),
                           after->classifier.body->parameters().front()));
  EXPECT_FALSE(torch::equal(before->classifier.head->parameters().back(),
                            after->classifier.head->parameters().back()));
}

TEST_F(GroupsTest, AResumedRunCannotBeginToKnowGroups) {
  TrainOptions resumed = options("run");
  ASSERT_TRUE(run(group_recipe(""), resumed));
  resumed.resume = true;
  resumed.allow_changes = true;
  for (const char* key : {"loss = \"group_dro\"\n", "source_adversary = 0.5\n"}) {
    const auto changed = run(group_recipe(key), resumed);
    ASSERT_FALSE(changed);
    EXPECT_THAT(changed.error().message, HasSubstr("from the beginning alike")) << key;
  }
}

}  // namespace
}  // namespace chestlens
