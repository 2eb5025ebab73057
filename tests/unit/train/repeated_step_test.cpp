#include "learn/repeated_step.hpp"

#include "support/tiny_network.hpp"
#include "train/epoch.hpp"
#include "weights/module_weights.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <functional>
#include <limits>
#include <map>
#include <string>
#include <string_view>

namespace chestlens {
namespace {

using testing::HasSubstr;

constexpr int steps = 20;

/// As record_launches() does with a GPU: the function runs before it is recorded, and what is
/// returned launches it again.
Result<std::function<void()>> record_on_cpu(const std::function<void()>& launch, c10::Device) {
  for (int warm_up = 0; warm_up < 3; ++warm_up) launch();
  return launch;
}

Result<std::function<void()>> record_nothing(const std::function<void()>& launch, c10::Device) {
  launch();
  return fail(ErrorCode::runtime, "a kernel waited", "CUDA graph");
}

class RepeatedStepTest : public testing::Test {
 protected:
  RepeatedStepTest() {
    recipe_.augment.perspective = 0.2;
    recipe_.augment.cutout_probability = 0.5;
    recipe_.augment.gamma = 1.5;
    recipe_.augment.histogram = recipe_.augment.resolution = 0.5;
    recipe_.augment.blur_pixels = 2.0;
    recipe_.augment.noise = 0.05;
    recipe_.augment.jpeg_quality = 30;
    recipe_.augment.border_probability = recipe_.augment.corner_probability = 0.5;
    recipe_.train.label_smoothing = 0.1;
    recipe_.train.clip_gradient_norm = 1.0;
  }

  /// Weights and norms' statistics after an epoch of 20 steps.
  std::map<std::string, torch::Tensor> trained(const RepeatedStep::Recorder& recorder,
                                               const Reporter& reporter = {}) {
    torch::manual_seed(3);
    const c10::Device device = computing_.device;
    const Dataset films{torch::rand({8 * steps, 1, 16, 16}).to(device), labels_.to(device)};
    Learner learner;
    learner.classifier = test::make_tiny_network({.classes = 3}).value();
    learner.classifier.module->to(device);
    learner.optimizer = make_optimizer(learner.classifier, recipe_.train.optimizer, 0.01);
    learner.average = start_average(*learner.classifier.module, 0.9);
    set_rates(learner.optimizer, {.low = 1e-2, .high = 1e-2});
    learner.classifier.module->train();
    RepeatedStep repeated(learner.classifier, films, recipe_, stage_, computing_, reporter,
                          recorder);
    learner.loss_scale.enabled = is_scaled_;
    repeated.scale_loss(learner.loss_scale);
    TrainingState state;
    const EpochPlan plan{stage_, 1, 0, "epoch", recorder ? &repeated : nullptr};
    EXPECT_TRUE(train_epoch(learner, films, recipe_, plan, computing_, state, {}));
    EXPECT_EQ(state.batch, steps);
    loss_ = state.loss_sum;
    auto weights = weights_of(*learner.classifier.module);
    for (const auto& [name, tensor] : learner.average.tensors) weights["average " + name] = tensor;
    return weights;
  }
  void expect_equal_training() {
    const auto eager = trained({});
    const double eager_loss = loss_;
    const auto repeated = trained(record_on_cpu);
    EXPECT_EQ(loss_, eager_loss);
    ASSERT_EQ(eager.size(), repeated.size());
    for (const auto& [name, tensor] : eager) {
      EXPECT_TRUE(torch::equal(tensor, repeated.at(name))) << name;
    }
  }
  /// Loss and weights to so much of them: a GPU's kernels may sum in another order.
  void expect_equal_graph(double tolerance) {
    const auto eager = trained({});
    const double eager_loss = loss_;
    std::string note;
    const auto graph =
        trained(record_launches, {.notice = [&](std::string_view text) { note = text; }});
    EXPECT_EQ(note, "");
    EXPECT_NEAR(loss_, eager_loss, tolerance * eager_loss);
    for (const auto& [name, tensor] : eager) {
      EXPECT_TRUE(torch::allclose(tensor, graph.at(name), 10.0 * tolerance, tolerance)) << name;
    }
  }

  Computing computing_{c10::Device(c10::kCPU), torch::kFloat32, {}};
  Recipe recipe_;
  Stage stage_{.size_pixels = 16, .schedule = {.kind = ScheduleKind::one_cycle}, .batch = 8};
  torch::Tensor labels_ = torch::arange(8 * steps) % 3;
  bool is_scaled_ = false;  // the loss, by fp16's scale
  double loss_ = 0.0;
};

TEST_F(RepeatedStepTest, TrainsToTheEagerStepsBits) {
  expect_equal_training();
}

TEST_F(RepeatedStepTest, TrainsToTheEagerStepsBitsUnderMixupAndCutmix) {
  stage_.mixup_alpha = stage_.cutmix_alpha = 0.4;
  recipe_.train.loss = LossKind::focal;
  expect_equal_training();
}

TEST_F(RepeatedStepTest, TrainsToTheEagerStepsBitsOnLabelsOfWhichSomeAreUnknown) {
  labels_ = torch::rand({8 * steps, 3}).gt(0.5).to(torch::kFloat32);
  labels_.select(1, 1).narrow(0, 0, 40).fill_(std::numeric_limits<float>::quiet_NaN());
  expect_equal_training();
}

TEST_F(RepeatedStepTest, TrainsToTheEagerStepsBitsInBf16) {
  computing_.type = torch::kBFloat16;
  expect_equal_training();
}

TEST_F(RepeatedStepTest, TrainsToTheEagerStepsBitsUnderALossScale) {
  is_scaled_ = true;
  expect_equal_training();
}

TEST_F(RepeatedStepTest, GoesOnWhereItCannotBeRecorded) {
  const auto eager = trained({});
  std::string note;
  const auto repeated =
      trained(record_nothing, {.notice = [&](std::string_view text) { note = text; }});
  EXPECT_THAT(note, HasSubstr("CUDA graph: a kernel waited"));
  EXPECT_THAT(note, HasSubstr("--eager"));
  for (const auto& [name, tensor] : eager) {
    EXPECT_TRUE(torch::equal(tensor, repeated.at(name))) << name;
  }
}

// An epoch whose only batch is smaller is not what was recorded.
TEST_F(RepeatedStepTest, LeavesABatchOfAnotherSizeAlone) {
  torch::manual_seed(3);
  const Dataset films{torch::rand({5, 1, 16, 16}), torch::arange(5) % 3};
  Learner learner;
  learner.classifier = test::make_tiny_network({.classes = 3}).value();
  learner.optimizer = make_optimizer(learner.classifier, OptimizerKind::adamw, 0.01);
  bool asked = false;
  RepeatedStep repeated(learner.classifier, films, recipe_, stage_, computing_, {},
                        [&](const std::function<void()>& launch, c10::Device) {
                          asked = true;
                          return Result<std::function<void()>>(launch);
                        });
  TrainingState state;
  ASSERT_TRUE(train_epoch(learner, films, recipe_, {stage_, 0, 0, "epoch", &repeated}, computing_,
                          state, {}));
  EXPECT_EQ(state.films_seen, 5);
  EXPECT_FALSE(asked);
}

// An order, an augmentation or a dropout of its own would show in the loss.
TEST_F(RepeatedStepTest, OnCudaTheGraphTrainsAsTheEagerStepDoes) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "no CUDA device";
  ASSERT_TRUE(can_record_launches());
  computing_.device = c10::Device(c10::kCUDA, 0);
  recipe_.train.optimizer = OptimizerKind::sgd;  // AdamW makes steps of rounding errors
  expect_equal_graph(1e-4);
}

TEST_F(RepeatedStepTest, OnCudaTheGraphTrainsAsTheEagerStepDoesInFp16) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "no CUDA device";
  computing_ = {c10::Device(c10::kCUDA, 0), torch::kHalf, {}};
  recipe_.train.optimizer = OptimizerKind::sgd;
  is_scaled_ = true;
  expect_equal_graph(1e-2);
}

}  // namespace
}  // namespace chestlens
