#include "learn/learner.hpp"

#include "support/tiny_network.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <limits>
#include <vector>

namespace chestlens {
namespace {

constexpr SchedulePoint full_rate{1.0, 0.9};

/// The tiny network without what depends on the batch: norms use their running statistics.
Learner fixed_norms(OptimizerKind kind) {
  torch::manual_seed(4);
  Learner learner;
  learner.classifier = test::make_tiny_network({.classes = 3}).value();
  learner.classifier.module->to(torch::kFloat64);
  learner.classifier.module->eval();
  learner.optimizer = make_optimizer(learner.classifier, kind, 0.01);
  set_rates(learner.optimizer, {.low = 0.05, .high = 0.05});
  return learner;
}

torch::Tensor loss_of(const Learner& learner, const torch::Tensor& images,
                      const torch::Tensor& labels) {
  return torch::cross_entropy_loss(forward(learner.classifier, images).logits, labels);
}

double largest_difference(const Learner& one, const Learner& other) {
  double largest = 0.0;
  const auto ours = one.classifier.module->parameters();
  const auto theirs = other.classifier.module->parameters();
  for (std::size_t i = 0; i < ours.size(); ++i) {
    largest = std::max(largest, (ours[i] - theirs[i]).abs().max().item<double>());
  }
  return largest;
}

class Accumulation : public testing::TestWithParam<OptimizerKind> {};

TEST_P(Accumulation, OfBatchesIsOneLargeBatch) {
  Learner parts = fixed_norms(GetParam());
  Learner whole = fixed_norms(GetParam());
  parts.clip_gradient_norm = whole.clip_gradient_norm = 0.5;
  const Learner before = fixed_norms(GetParam());
  const auto images = torch::rand({24, 1, 16, 16}, torch::kFloat64);
  const auto labels = torch::arange(24) % 3;
  for (int step = 0; step < 3; ++step) {
    for (std::int64_t part = 0; part < 4; ++part) {
      add_gradients(parts,
                    loss_of(parts, images.narrow(0, 6 * part, 6), labels.narrow(0, 6 * part, 6)),
                    {.batches = 4, .is_first = part == 0, .is_last = part == 3});
    }
    EXPECT_TRUE(take_step(parts, full_rate));
    EXPECT_TRUE(learn(whole, loss_of(whole, images, labels), full_rate));
  }
  EXPECT_EQ(parts.optimizer.steps, 3);
  EXPECT_LT(largest_difference(parts, whole), 1e-6);
  EXPECT_GT(largest_difference(parts, before), 1e-3);
}

INSTANTIATE_TEST_SUITE_P(Optimizers, Accumulation,
                         testing::Values(OptimizerKind::adamw, OptimizerKind::sgd));

TEST(Accumulation, UnderALossScaleIsTheSame) {
  Learner plain = fixed_norms(OptimizerKind::sgd);
  Learner scaled = fixed_norms(OptimizerKind::sgd);
  scaled.loss_scale = {.enabled = true, .scale = 1024.0};
  plain.clip_gradient_norm = scaled.clip_gradient_norm = 0.5;  // of what it is unscaled
  const auto images = torch::rand({12, 1, 16, 16}, torch::kFloat64);
  const auto labels = torch::arange(12) % 3;
  for (Learner* learner : {&plain, &scaled}) {
    for (std::int64_t part = 0; part < 3; ++part) {
      add_gradients(*learner,
                    loss_of(*learner, images.narrow(0, 4 * part, 4), labels.narrow(0, 4 * part, 4)),
                    {.batches = 3, .is_first = part == 0, .is_last = part == 2});
    }
    EXPECT_TRUE(take_step(*learner, full_rate));
  }
  EXPECT_LT(largest_difference(plain, scaled), 1e-9);
}

TEST(Accumulation, OneBatchThatOverflowsSkipsTheStep) {
  Learner learner = fixed_norms(OptimizerKind::sgd);
  const Learner before = fixed_norms(OptimizerKind::sgd);
  learner.loss_scale = {.enabled = true, .scale = 1024.0};
  const auto images = torch::rand({4, 1, 16, 16}, torch::kFloat64);
  const auto loss = [&] { return loss_of(learner, images, torch::arange(4) % 3); };
  add_gradients(learner, loss() * std::numeric_limits<double>::infinity(), {2, true, false});
  add_gradients(learner, loss(), {2, false, true});
  EXPECT_EQ(take_step(learner, full_rate).value().item<float>(), 1.0F);
  EXPECT_EQ(read(learner.loss_scale).scale, 512.0);
  EXPECT_EQ(steps_taken(learner.optimizer), 0);
  EXPECT_EQ(largest_difference(learner, before), 0.0);
}

TEST(Accumulation, IsAveragedOverRanksOnce) {
  Learner learner = fixed_norms(OptimizerKind::sgd);
  std::vector<bool> deferred;
  int averaged = 0;
  learner.defer_averaging = [&](bool later) { deferred.push_back(later); };
  learner.average_gradients = [&] { return ++averaged, Status(); };
  const auto images = torch::rand({4, 1, 16, 16}, torch::kFloat64);
  const auto loss = [&] { return loss_of(learner, images, torch::arange(4) % 3); };
  for (const bool first : {true, false}) add_gradients(learner, loss(), {2, first, !first});
  EXPECT_TRUE(take_step(learner, full_rate));
  EXPECT_EQ(deferred, (std::vector<bool>{true, false}));
  EXPECT_EQ(averaged, 1);
}

// torch.nn.utils.clip_grad_norm_ on the same gradients, and then the same step.
TEST(Clipping, IsThatOfPyTorch) {
  const auto images = torch::rand({8, 1, 16, 16}, torch::kFloat64);
  const auto labels = torch::arange(8) % 3;
  for (const double largest : {0.0, 0.01, 0.5, 1e3}) {
    Learner ours = fixed_norms(OptimizerKind::sgd);
    Learner theirs = fixed_norms(OptimizerKind::sgd);
    ours.clip_gradient_norm = largest;
    ASSERT_TRUE(learn(ours, loss_of(ours, images, labels), full_rate));
    loss_of(theirs, images, labels).backward();
    const auto parameters = theirs.classifier.module->parameters();
    const double norm = torch::nn::utils::clip_grad_norm_(
        parameters, largest == 0.0 ? std::numeric_limits<double>::infinity() : largest);
    EXPECT_GT(norm, 0.5);
    EXPECT_LT(norm, 1e3);
    step(theirs.optimizer, full_rate);
    EXPECT_LT(largest_difference(ours, theirs), 1e-12) << largest;
  }
}

}  // namespace
}  // namespace chestlens
