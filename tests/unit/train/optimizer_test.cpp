#include "train/optimizer.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <memory>
#include <tuple>

namespace chestlens {
namespace {

struct Pair {
  torch::nn::Sequential ours;
  torch::nn::Sequential theirs;
};

torch::nn::Sequential small_network() {
  return torch::nn::Sequential(torch::nn::Linear(5, 7), torch::nn::BatchNorm1d(7),
                               torch::nn::Linear(7, 3));
}

Pair equal_networks() {
  Pair pair{small_network(), small_network()};
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < pair.ours->parameters().size(); ++i) {
    pair.theirs->parameters()[i].copy_(pair.ours->parameters()[i]);
  }
  return pair;
}

double largest_difference(Pair& pair) {
  double largest = 0.0;
  for (std::size_t i = 0; i < pair.ours->parameters().size(); ++i) {
    const auto difference = (pair.ours->parameters()[i] - pair.theirs->parameters()[i]).abs();
    largest = std::max(largest, difference.max().item<double>());
  }
  return largest;
}

void backward(torch::nn::Sequential& network, int i) {
  torch::manual_seed(100 + i);
  network->forward(torch::randn({16, 5})).square().sum().backward();
}

/// LibTorch's own optimizer as oracle, in two groups as ours makes them.
template <typename Theirs, typename Options>
void expect_same_steps(OptimizerKind kind, double decay, const SchedulePoint& point,
                       Options decayed, Options plain) {
  torch::manual_seed(1);
  Pair pair = equal_networks();
  Optimizer ours = make_optimizer(*pair.ours, kind, decay);
  std::vector<torch::Tensor> matrices, vectors;
  for (const auto& parameter : pair.theirs->parameters()) {
    (parameter.dim() > 1 ? matrices : vectors).push_back(parameter);
  }
  std::vector<torch::optim::OptimizerParamGroup> groups;
  groups.emplace_back(matrices, std::make_unique<Options>(decayed));
  groups.emplace_back(vectors, std::make_unique<Options>(plain));
  Theirs theirs(groups, plain);
  for (int i = 0; i < 20; ++i) {
    zero_gradients(ours);
    backward(pair.ours, i);
    step(ours, point);
    theirs.zero_grad();
    backward(pair.theirs, i);
    theirs.step();
    ASSERT_LT(largest_difference(pair), 2e-6) << "step " << i;
  }
}

TEST(Optimizer, AdamWMatchesLibTorch) {
  using torch::optim::AdamWOptions;
  const AdamWOptions plain =
      AdamWOptions(3e-3).betas(std::make_tuple(0.88, 0.999)).weight_decay(0.0);
  AdamWOptions decayed = plain;
  decayed.weight_decay(0.1);
  expect_same_steps<torch::optim::AdamW>(OptimizerKind::adamw, 0.1, {3e-3, 0.88}, decayed, plain);
}

TEST(Optimizer, SgdMatchesLibTorch) {
  using torch::optim::SGDOptions;
  const SGDOptions plain = SGDOptions(1e-4).momentum(0.9).weight_decay(0.0);
  SGDOptions decayed = plain;
  decayed.weight_decay(0.1);
  expect_same_steps<torch::optim::SGD>(OptimizerKind::sgd, 0.1, {1e-4, 0.9}, decayed, plain);
}

TEST(Optimizer, NormsAndBiasesHaveNoDecay) {
  auto network = small_network();
  const Optimizer optimizer = make_optimizer(*network, OptimizerKind::adamw, 0.1);
  EXPECT_EQ(optimizer.groups[0].names, (std::vector<std::string>{"0.weight", "2.weight"}));
  EXPECT_EQ(optimizer.groups[0].weight_decay, 0.1);
  EXPECT_EQ(optimizer.groups[1].names,
            (std::vector<std::string>{"0.bias", "1.weight", "1.bias", "2.bias"}));
  EXPECT_EQ(optimizer.groups[1].weight_decay, 0.0);
}

TEST(Optimizer, LeavesFrozenParametersAlone) {
  auto network = small_network();
  network[0]->as<torch::nn::Linear>()->weight.set_requires_grad(false);
  const Optimizer optimizer = make_optimizer(*network, OptimizerKind::sgd, 0.1);
  EXPECT_EQ(optimizer.groups[0].names, std::vector<std::string>{"2.weight"});
}

TEST(Optimizer, ResetForgetsTheRunningMeans) {
  auto network = small_network();
  Optimizer optimizer = make_optimizer(*network, OptimizerKind::adamw, 0.1);
  backward(network, 0);
  step(optimizer, {1e-3, 0.9});
  EXPECT_GT(optimizer.groups[0].second[0].abs().sum().item<double>(), 0.0);
  reset(optimizer);
  EXPECT_EQ(optimizer.steps, 0);
  for (const ParameterGroup& group : optimizer.groups) {
    for (const auto& mean : group.first) EXPECT_EQ(mean.abs().sum().item<double>(), 0.0);
    for (const auto& mean : group.second) EXPECT_EQ(mean.abs().sum().item<double>(), 0.0);
  }
}

}  // namespace
}  // namespace chestlens
