#include "learn/learner.hpp"
#include "learn/training_loss.hpp"
#include "networks/network_table.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <string>

namespace chestlens {
namespace {

class Precisions : public testing::TestWithParam<std::string> {};

// LibTorch lacks the backward pass of some functions in bf16 on the CPU.
TEST_P(Precisions, ANetworkTrainsInBf16) {
  const int size_pixels = std::max(64, find_network(GetParam())->smallest_size_pixels);
  torch::manual_seed(1);
  Learner learner;
  learner.classifier = make_classifier({.name = GetParam(), .size_pixels = size_pixels}).value();
  learner.classifier.module->train();
  learner.optimizer = make_optimizer(learner.classifier, OptimizerKind::adamw, 0.01);
  set_rates(learner.optimizer, {.low = 1e-4, .high = 1e-4});
  const Batch batch{torch::rand({4, 1, size_pixels, size_pixels}), torch::arange(4), 0};
  const Stage stage{.size_pixels = size_pixels, .mixup_alpha = 0.2, .batch = 4};
  const auto loss = training_loss(learner.classifier, batch, Recipe(), stage, 0,
                                  {c10::Device(c10::kCPU), torch::kBFloat16, {}});
  EXPECT_TRUE(learn(learner, loss.minimised, {1.0, 0.9}));
  for (const auto& parameter : learner.classifier.module->named_parameters()) {
    EXPECT_TRUE(parameter.value().isfinite().all().item<bool>()) << parameter.key();
  }
}

INSTANTIATE_TEST_SUITE_P(All, Precisions, testing::ValuesIn(network_names()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace chestlens
