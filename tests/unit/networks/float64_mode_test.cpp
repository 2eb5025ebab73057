#include "networks/float64_mode.hpp"

#include "networks/classifier.hpp"
#include "support/tiny_network.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

TEST(Float64Mode, ComputesTheSameFunctionMoreExactlyAndGivesTheWeightsBack) {
  const torch::NoGradGuard no_grad;
  const Classifier classifier = test::make_tiny_network({}).value();
  classifier.module->eval();
  const auto images = torch::rand({2, 1, 16, 16});
  std::vector<torch::Tensor> before;
  for (const auto& weight : classifier.module->parameters()) before.push_back(weight.clone());
  const auto rounded = forward(classifier, images).logits;
  {
    const Float64Mode exact(*classifier.module);
    const auto logits = forward(classifier, images.to(torch::kFloat64)).logits;
    EXPECT_EQ(logits.scalar_type(), torch::kFloat64);
    EXPECT_LT((logits - rounded).abs().max().item<double>(), 1e-5);
  }
  const auto after = classifier.module->parameters();
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_TRUE(torch::equal(after[i], before[i]));
  EXPECT_TRUE(torch::equal(forward(classifier, images).logits, rounded));
}

}  // namespace
}  // namespace chestlens
