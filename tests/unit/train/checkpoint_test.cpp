#include "train/checkpoint.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "support/tiny_network.hpp"
#include "weights/module_weights.hpp"
#include "weights/tensor_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

bool same_weights(const Classifier& a, const Classifier& b) {
  const auto left = weights_of(*a.module);
  const auto right = weights_of(*b.module);
  if (left.size() != right.size()) return false;
  for (const auto& [name, tensor] : left) {
    if (!torch::equal(tensor, right.at(name))) return false;
  }
  return true;
}

class CheckpointTest : public testing::Test {
 protected:
  CheckpointTest() {
    torch::manual_seed(1);
    learner_ = fresh_learner(3);
    const auto logits = forward(learner_.classifier, torch::rand({4, 1, 16, 16})).logits;
    test::must(learn(learner_, logits.square().sum(), {1.0, 0.9}));
    learner_.loss_scale = {.scale = 1024.0, .good_steps = 7};
    test::must(save_checkpoint(path_, learner_, state_, identity_));
  }
  static Learner fresh_learner(int classes) {
    auto classifier = test::make_tiny_network({.classes = classes}).value();
    auto optimizer = make_optimizer(classifier, OptimizerKind::adamw, 0.01);
    auto average = start_average(*classifier.module, 0.99);
    return {std::move(classifier), std::move(optimizer), std::move(average)};
  }

  test::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "last.safetensors";
  Learner learner_;
  const TrainingState state_{.epoch = 3,
                             .stage = 1,
                             .epoch_in_stage = 2,
                             .batch = 2,
                             .loss_sum = 1.0 / 3.0,
                             .films_seen = 16,
                             .best_epoch = 2,
                             .best_value = 0.1 + 0.2,
                             .stage_best_value = 1.0 / 7.0,
                             .epochs_since_best = 1,
                             .log = {R"({"epoch":1})", R"({"epoch":2})"}};
  const RunIdentity identity_{"name = \"x\"", {"a", "b", "c"}, 1.0, "1234"};
};

TEST_F(CheckpointTest, GivesBackEveryBit) {
  torch::manual_seed(2);
  Learner other = fresh_learner(3);
  ASSERT_FALSE(same_weights(learner_.classifier, other.classifier));
  const TrainingState state = load_checkpoint(path_, other).value();
  EXPECT_TRUE(same_weights(learner_.classifier, other.classifier));
  EXPECT_EQ(state.epoch, state_.epoch);
  EXPECT_EQ(state.stage, state_.stage);
  EXPECT_EQ(state.epoch_in_stage, state_.epoch_in_stage);
  EXPECT_EQ(state.batch, state_.batch);
  EXPECT_EQ(state.loss_sum, state_.loss_sum);
  EXPECT_EQ(state.films_seen, state_.films_seen);
  EXPECT_EQ(state.best_epoch, state_.best_epoch);
  EXPECT_EQ(state.best_value, state_.best_value);
  EXPECT_EQ(state.stage_best_value, state_.stage_best_value);
  EXPECT_EQ(state.epochs_since_best, state_.epochs_since_best);
  EXPECT_EQ(state.log, state_.log);
  EXPECT_EQ(other.optimizer.steps, 1);
  for (std::size_t g = 0; g < other.optimizer.groups.size(); ++g) {
    const ParameterGroup& group = other.optimizer.groups[g];
    const ParameterGroup& stored = learner_.optimizer.groups[g];
    for (std::size_t i = 0; i < group.first.size(); ++i) {
      EXPECT_TRUE(torch::equal(group.first[i], stored.first[i]));
      EXPECT_TRUE(torch::equal(group.second[i], stored.second[i]));
    }
  }
  EXPECT_EQ(other.average.steps, 1);
  for (const auto& [name, tensor] : other.average.tensors) {
    EXPECT_TRUE(torch::equal(tensor, learner_.average.tensors.at(name))) << name;
  }
  EXPECT_EQ(other.loss_scale.scale, 1024.0);
  EXPECT_EQ(other.loss_scale.good_steps, 7);
}

TEST_F(CheckpointTest, ItsHeadSaysWhatRunItIsOfAndHowFar) {
  const CheckpointHead head = read_checkpoint_head(path_).value();
  EXPECT_EQ(head.identity.recipe, identity_.recipe);
  EXPECT_EQ(head.identity.classes, identity_.classes);
  EXPECT_EQ(head.identity.split_sha256, identity_.split_sha256);
  EXPECT_EQ(head.identity.ranks, 1);
  EXPECT_EQ(head.state.batch, state_.batch);
  EXPECT_EQ(head.state.log, state_.log);
}

TEST_F(CheckpointTest, RefusesAnotherNetworkAndListsTheDifferences) {
  Learner other = fresh_learner(5);
  const auto state = load_checkpoint(path_, other);
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, ErrorCode::mismatch);
  EXPECT_THAT(state.error().message, HasSubstr("[3, 512], the network has [5, 512]"));
}

TEST_F(CheckpointTest, RefusesWhatIsNoCheckpoint) {
  test::must(write_tensor_file(path_, {.tensors = {{"x", torch::zeros({1})}}, .texts = {}}));
  EXPECT_EQ(load_checkpoint(path_, learner_).error().code, ErrorCode::unsupported);
  TensorFile file{.tensors = {},
                  .texts = {{"format", "chestlens checkpoint 2"}, {"identity", "{}"}}};
  test::must(write_tensor_file(path_, file));
  EXPECT_EQ(load_checkpoint(path_, learner_).error().code, ErrorCode::mismatch);
  EXPECT_EQ(read_checkpoint_head(path_).error().code, ErrorCode::corrupt);
  test::must(write_file_atomic(path_, "rubbish"));
  EXPECT_FALSE(load_checkpoint(path_, learner_));
}

TEST_F(CheckpointTest, NamesTheFormatOfAnotherVersion) {
  test::must(write_tensor_file(path_, {.tensors = {{"x", torch::zeros({1})}},
                                       .texts = {{"format", "chestlens checkpoint 1"}}}));
  const auto state = load_checkpoint(path_, learner_);
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, ErrorCode::unsupported);
  EXPECT_EQ(state.error().context, path_.string());
  EXPECT_THAT(state.error().message, HasSubstr("in format 1; this program resumes format 2"));
}

TEST(Weights, MismatchesAreAllListedAndNothingIsCopied) {
  Classifier classifier = test::make_tiny_network({.classes = 2}).value();
  auto weights = weights_of(*classifier.module);
  for (auto& [name, tensor] : weights) tensor = torch::zeros_like(tensor);
  weights.erase("body.conv0.weight");
  weights["extra"] = torch::zeros({1});
  const Status status = set_weights(*classifier.module, weights);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("missing: body.conv0.weight"));
  EXPECT_THAT(status.error().message, HasSubstr("left over: extra"));
  EXPECT_GT(weights_of(*classifier.module)["body.conv1.weight"].abs().sum().item<double>(), 0.0);
}

}  // namespace
}  // namespace chestlens
