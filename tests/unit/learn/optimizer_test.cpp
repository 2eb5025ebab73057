#include "learn/optimizer.hpp"

#include "networks/chain.hpp"
#include "networks/classifier.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

/// A body of a linear layer and a norm, a head of one linear layer.
Classifier small_network() {
  auto body = std::make_shared<Chain>();
  body->push_back(torch::nn::Linear(5, 7));
  body->push_back(torch::nn::BatchNorm1d(7));
  auto head = std::make_shared<Chain>();
  head->push_back(torch::nn::Linear(7, 3));
  return assemble_classifier({}, body, head);
}

struct Pair {
  Classifier ours = small_network();
  Classifier theirs = small_network();
};

Pair equal_networks() {
  Pair pair;
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < pair.ours.module->parameters().size(); ++i) {
    pair.theirs.module->parameters()[i].copy_(pair.ours.module->parameters()[i]);
  }
  return pair;
}

double largest_difference(Pair& pair) {
  double largest = 0.0;
  for (std::size_t i = 0; i < pair.ours.module->parameters().size(); ++i) {
    const auto difference =
        (pair.ours.module->parameters()[i] - pair.theirs.module->parameters()[i]).abs();
    largest = std::max(largest, difference.max().item<double>());
  }
  return largest;
}

void backward(const Classifier& network, int i) {
  torch::manual_seed(100 + i);
  const auto x = torch::randn({16, 5});
  network.head->forward(network.body->forward(x)).square().sum().backward();
}

/// The same in both networks of a pair: gradients of their own would amplify rounding.
void give_gradients(const Classifier& network, int i) {
  torch::manual_seed(100 + i);
  for (auto& parameter : network.module->parameters()) {
    parameter.mutable_grad() = torch::randn_like(parameter);
  }
}

constexpr double momentum = 0.88;
constexpr double weight_decay = 0.1;
const RateSlice rates{.low = 1e-4, .high = 1e-3};

/// LibTorch's own optimizer as oracle, in four groups as ours makes them: body and head, decayed
/// and not. `decay` is what the oracle lacks of our weight decay.
template <typename Theirs, typename Options>
void expect_same_steps(OptimizerKind kind, const std::function<Options(double, double)>& options,
                       const std::function<void(const torch::Tensor&, double)>& decay) {
  torch::manual_seed(1);
  Pair pair = equal_networks();
  Optimizer ours = make_optimizer(pair.ours, kind, weight_decay);
  set_rates(ours, rates);
  constexpr double share = 0.5;
  std::vector<torch::optim::OptimizerParamGroup> groups;
  std::vector<std::pair<torch::Tensor, double>> decayed;
  for (const auto& [part, rate] : {std::pair{pair.theirs.body, rates.low * share},
                                   std::pair{pair.theirs.head, rates.high * share}}) {
    for (const auto& parameter : part->parameters()) {
      const bool is_matrix = parameter.dim() > 1;
      groups.emplace_back(std::vector<torch::Tensor>{parameter},
                          std::make_unique<Options>(options(rate, is_matrix ? weight_decay : 0.0)));
      if (is_matrix) decayed.emplace_back(parameter, rate);
    }
  }
  Theirs theirs(groups, options(1e-3, 0.0));
  for (int i = 0; i < 20; ++i) {
    give_gradients(pair.ours, i);
    step(ours, {share, momentum});
    give_gradients(pair.theirs, i);
    for (const auto& [parameter, rate] : decayed) decay(parameter, rate);
    theirs.step();
    ASSERT_LT(largest_difference(pair), 2e-6) << "step " << i;
  }
}

TEST(Optimizer, AdamWMatchesLibTorch) {
  using torch::optim::AdamWOptions;
  expect_same_steps<torch::optim::AdamW, AdamWOptions>(
      OptimizerKind::adamw,
      [](double rate, double decay) {
        return AdamWOptions(rate).betas(std::make_tuple(momentum, 0.999)).weight_decay(decay);
      },
      [](const torch::Tensor&, double) {});
}

// LibTorch's SGD adds its decay to the gradient: the true one is put in by hand.
TEST(Optimizer, SgdMatchesLibTorch) {
  using torch::optim::SGDOptions;
  expect_same_steps<torch::optim::SGD, SGDOptions>(
      OptimizerKind::sgd, [](double rate, double) { return SGDOptions(rate).momentum(momentum); },
      [](const torch::Tensor& parameter, double rate) {
        const torch::NoGradGuard no_grad;
        parameter.mul_(1.0 - rate * weight_decay);
      });
}

// Gradients in another layout than the weights go operation by operation, to the same end.
TEST(Optimizer, AdamWIsTheSameWhereverItsTensorsLie) {
  torch::manual_seed(2);
  const auto make = [] {
    auto body = std::make_shared<Chain>();
    body->push_back(torch::nn::Conv2d(3, 40, 3));
    auto head = std::make_shared<Chain>();
    head->push_back(torch::nn::Linear(40, 3));
    return assemble_classifier({}, body, head);
  };
  const Classifier plain = make();
  const Classifier strided = make();
  Optimizer ours = make_optimizer(plain, OptimizerKind::adamw, weight_decay);
  Optimizer theirs = make_optimizer(strided, OptimizerKind::adamw, weight_decay);
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < 4; ++i) {
    strided.module->parameters()[i].copy_(plain.module->parameters()[i]);
  }
  for (int step_number = 0; step_number < 5; ++step_number) {
    for (std::size_t i = 0; i < 4; ++i) {
      auto one = plain.module->parameters()[i];
      auto other = strided.module->parameters()[i];
      one.mutable_grad() = torch::randn_like(one);
      const auto gradient = one.grad().clone();
      other.mutable_grad() =
          gradient.dim() == 4 ? gradient.contiguous(torch::MemoryFormat::ChannelsLast) : gradient;
    }
    step(ours, {0.5, momentum});
    step(theirs, {0.5, momentum});
  }
  for (std::size_t i = 0; i < 4; ++i) {
    const auto difference = plain.module->parameters()[i] - strided.module->parameters()[i];
    EXPECT_LT(difference.abs().max().item<double>(), 1e-6) << i;
  }
}

TEST(Optimizer, NormsAndBiasesHaveNoDecay) {
  const Optimizer optimizer = make_optimizer(small_network(), OptimizerKind::adamw, 0.1);
  ASSERT_EQ(optimizer.groups.size(), 4U);
  EXPECT_EQ(optimizer.groups[0].names, std::vector<std::string>{"body.0.weight"});
  EXPECT_EQ(optimizer.groups[0].weight_decay, 0.1);
  EXPECT_EQ(optimizer.groups[1].names,
            (std::vector<std::string>{"body.0.bias", "body.1.weight", "body.1.bias"}));
  EXPECT_EQ(optimizer.groups[1].weight_decay, 0.0);
  EXPECT_EQ(optimizer.groups[2].names, std::vector<std::string>{"head.0.weight"});
  EXPECT_EQ(optimizer.groups[3].names, std::vector<std::string>{"head.0.bias"});
}

TEST(Optimizer, RatesGoByTheLayerGroups) {
  const auto densenet = make_classifier({.name = "densenet121"}).value();
  Optimizer optimizer = make_optimizer(densenet, OptimizerKind::adamw, 0.1);
  set_rates(optimizer, {.low = 1e-6, .high = 1e-4});
  ASSERT_EQ(optimizer.layer_groups, 3U);
  std::size_t parameters = 0;
  for (const ParameterGroup& group : optimizer.groups) {
    const double expected[] = {1e-6, 1e-5, 1e-4};
    EXPECT_NEAR(group.max_learning_rate, expected[group.layer_group], 1e-16);
    parameters += group.parameters.size();
  }
  EXPECT_EQ(parameters, densenet.module->parameters().size());
}

TEST(Optimizer, LeavesAloneWhatHasNoGradient) {
  const Classifier network = small_network();
  network.body->parameters()[0].set_requires_grad(false);
  const auto frozen = network.body->parameters()[0].clone();
  const auto free = network.head->parameters()[0].clone();
  Optimizer optimizer = make_optimizer(network, OptimizerKind::adamw, 0.1);
  backward(network, 0);
  EXPECT_EQ(gradients_of(optimizer).size(), 5U);
  step(optimizer, {1.0, 0.9});
  EXPECT_TRUE(torch::equal(network.body->parameters()[0], frozen));
  EXPECT_FALSE(torch::equal(network.head->parameters()[0], free));
}

// The bias corrections of a later step do not count those that the kernel skipped.
TEST(Optimizer, SkippedStepsAreNoSteps) {
  const Pair pair = equal_networks();
  const Classifier &one = pair.ours, &other = pair.theirs;
  Optimizer plain = make_optimizer(one, OptimizerKind::adamw, 0.1);
  Optimizer skipping = make_optimizer(other, OptimizerKind::adamw, 0.1);
  plain.steps = 1;
  skipping.steps = 3;
  skipping.skipped = torch::full({}, 2.0, torch::kFloat64);
  EXPECT_EQ(steps_taken(skipping), 1);
  backward(one, 0);
  backward(other, 0);
  step(plain, {1.0, 0.9});
  step(skipping, {1.0, 0.9}, torch::zeros({}));
  EXPECT_EQ(steps_taken(skipping), 2);
  EXPECT_TRUE(torch::equal(one.head->parameters()[0], other.head->parameters()[0]));
  const torch::Tensor before = other.head->parameters()[0].clone();
  step(skipping, {1.0, 0.9}, torch::ones({}));
  EXPECT_EQ(steps_taken(skipping), 2);
  EXPECT_TRUE(torch::equal(other.head->parameters()[0], before));
}

TEST(Optimizer, ResetForgetsTheRunningMeans) {
  const Classifier network = small_network();
  Optimizer optimizer = make_optimizer(network, OptimizerKind::adamw, 0.1);
  backward(network, 0);
  step(optimizer, {1.0, 0.9});
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
