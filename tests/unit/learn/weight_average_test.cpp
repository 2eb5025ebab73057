#include "learn/weight_average.hpp"

#include "networks/chain.hpp"
#include "support/tiny_network.hpp"
#include "weights/module_weights.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <map>
#include <string>

namespace chestlens {
namespace {

std::map<std::string, torch::Tensor> copy_of(const std::map<std::string, torch::Tensor>& weights) {
  std::map<std::string, torch::Tensor> copy;
  for (const auto& [name, tensor] : weights) copy.emplace(name, tensor.clone());
  return copy;
}

void expect_equal(const std::map<std::string, torch::Tensor>& a,
                  const std::map<std::string, torch::Tensor>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (const auto& [name, tensor] : a) EXPECT_TRUE(torch::equal(tensor, b.at(name))) << name;
}

class WeightAverageTest : public testing::Test {
 protected:
  WeightAverageTest() { torch::manual_seed(4); }
  void move_weights() {
    const torch::NoGradGuard no_grad;
    for (auto& [name, tensor] : weights_of(*classifier_.module)) {
      if (tensor.is_floating_point()) {
        tensor.add_(torch::randn_like(tensor));
      } else {
        tensor.add_(1);
      }
    }
  }

  Classifier classifier_ = test::make_tiny_network({.classes = 2}).value();
  torch::nn::Module& module_ = *classifier_.module;
};

// The recurrence written out, in float64.
TEST_F(WeightAverageTest, IsTheRecurrenceWithItsWarmUp) {
  WeightAverage average = start_average(module_, 0.5);
  std::map<std::string, torch::Tensor> expected;
  for (const auto& [name, tensor] : weights_of(module_)) {
    expected.emplace(name, tensor.to(torch::kFloat64, false, /*copy=*/true));
  }
  for (int t = 0; t < 30; ++t) {
    move_weights();
    update(average, module_);
    const double decay = std::min(0.5, (1.0 + t) / (10.0 + t));
    for (const auto& [name, tensor] : weights_of(module_)) {
      expected[name] = expected[name] * decay + tensor.to(torch::kFloat64) * (1.0 - decay);
    }
  }
  EXPECT_EQ(average.steps, 30);
  for (const auto& [name, tensor] : average.tensors) {
    if (!tensor.is_floating_point()) continue;
    EXPECT_LT((tensor - expected[name]).abs().max().item<double>(), 1e-5) << name;
  }
}

TEST_F(WeightAverageTest, FollowsStatisticsAndCopiesCountsWhenItIsTold) {
  WeightAverage average = start_average(module_, 0.9);
  const auto before = copy_of(average.tensors);
  move_weights();
  update(average, module_);
  const std::string mean = "body.norm0.running_mean", count = "body.norm0.num_batches_tracked";
  EXPECT_FALSE(torch::equal(average.tensors.at(mean), before.at(mean)));
  EXPECT_EQ(average.tensors.at(count).item<int>(), 0);
  copy_counts(average, module_);
  EXPECT_EQ(average.tensors.at(count).item<int>(), 1);
}

TEST_F(WeightAverageTest, IsLentAndTheWeightsComeBack) {
  WeightAverage average = start_average(module_, 0.9);
  move_weights();
  update(average, module_);
  const auto weights = copy_of(weights_of(module_));
  const auto means = copy_of(average.tensors);
  {
    const AverageInPlace lent(module_, average);
    expect_equal(weights_of(module_), means);
  }
  expect_equal(weights_of(module_), weights);
  expect_equal(average.tensors, means);
}

TEST_F(WeightAverageTest, OffItHoldsAndChangesNothing) {
  WeightAverage off = start_average(module_, 0.0);
  EXPECT_TRUE(off.tensors.empty());
  const auto weights = copy_of(weights_of(module_));
  update(off, module_);
  EXPECT_EQ(off.steps, 0);
  const AverageInPlace lent(module_, off);
  expect_equal(weights_of(module_), weights);
}

}  // namespace
}  // namespace chestlens
