#include "networks/torchscript.hpp"

#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "networks/network_table.hpp"
#include "support/tiny_network.hpp"

#include <gtest/gtest.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/script.h>
#include <torch/torch.h>

#include <algorithm>
#include <memory>
#include <set>
#include <sstream>
#include <string>

namespace chestlens {
namespace {

/// As written: compiled by LLVM, where LibTorch has it, a network takes minutes.
torch::jit::Module load(const std::string& bytes) {
  torch::jit::setGraphExecutorOptimize(false);
  std::istringstream stream(bytes);
  return torch::jit::load(stream);
}

class EveryNetworkAsTorchScript : public testing::TestWithParam<std::string> {};

TEST_P(EveryNetworkAsTorchScript, GivesItsLogitsForAnyNumberOfImages) {
  const int size_pixels = std::max(64, find_network(GetParam())->smallest_size_pixels);
  torch::manual_seed(6);
  const auto classifier =
      make_classifier({.name = GetParam(), .classes = 3, .size_pixels = size_pixels}).value();
  classifier.module->eval();
  const auto bytes = to_torchscript(classifier, size_pixels);
  ASSERT_TRUE(bytes) << to_string(bytes.error());
  auto module = load(*bytes);
  for (const std::int64_t films : {1, 5}) {
    const auto images = torch::rand({films, 1, size_pixels, size_pixels});
    const auto expected = forward(classifier, images).logits;
    const auto found = module.forward({images}).toTensor();
    ASSERT_EQ(found.sizes(), expected.sizes());
    EXPECT_LE((found - expected).abs().max().item<double>(),
              1e-6 * std::max(1.0, expected.abs().max().item<double>()));
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryNetworkAsTorchScript, testing::ValuesIn(network_names()),
                         [](const auto& info) { return info.param; });

/// The tiny network while it trains, its norms' statistics other than at first.
Classifier in_training() {
  torch::manual_seed(7);
  auto classifier = test::make_tiny_network({.classes = 2}).value();
  classifier.module->train();
  forward(classifier, torch::rand({8, 1, 32, 32}));
  return classifier;
}

TEST(TorchScript, KeepsNamesAndMovesAsAWhole) {
  const Classifier classifier = in_training();
  auto module = load(to_torchscript(classifier, 32).value());
  std::set<std::string> names, expected;
  for (const auto& entry : module.named_parameters()) names.insert(entry.name);
  for (const auto& entry : classifier.module->named_parameters()) expected.insert(entry.key());
  EXPECT_EQ(names, expected);
  EXPECT_FALSE(module.is_training());
  module.to(torch::kFloat64);
  const auto images = torch::rand({2, 1, 32, 32});
  classifier.module->eval();
  const auto logits = forward(classifier, images).logits;
  const auto in_double = module.forward({images.to(torch::kFloat64)}).toTensor();
  EXPECT_EQ(in_double.scalar_type(), torch::kFloat64);
  EXPECT_LT((in_double - logits).abs().max().item<double>(), 1e-5);
}

TEST(TorchScript, LeavesTheClassifierAsItWas) {
  const Classifier classifier = in_training();
  ASSERT_TRUE(to_torchscript(classifier, 32));
  EXPECT_TRUE(classifier.module->is_training());
  for (const auto& parameter : classifier.module->parameters()) {
    EXPECT_TRUE(parameter.requires_grad());
  }
}

/// A head that adds another number each time it is called, which a trace does not.
struct Restless : torch::nn::Module {
  torch::Tensor forward(const torch::Tensor& values) { return values + 1.0 * ++calls; }
  int calls = 0;
};

TEST(TorchScript, AModuleThatDiffersIsRefused) {
  Classifier classifier = in_training();
  classifier.body->push_back("restless", std::make_shared<Restless>());
  const auto bytes = to_torchscript(classifier, 32);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().code, ErrorCode::mismatch);
  EXPECT_NE(bytes.error().message.find("differ by"), std::string::npos);
}

}  // namespace
}  // namespace chestlens
