#include "learn/source_adversary.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>

namespace chestlens {
namespace {

/// Two classes: the first has films of sources 0 and 1, the second of source 2 alone.
SourceHead three_sources() {
  return make_source_head(torch::tensor({0, 0, 1}, torch::kInt64),
                          torch::tensor({0, 1, 2}, torch::kInt64), 2, 3, 4);
}

TEST(SourceAdversary, AHeadThatKnowsNothingPaysForTheSourcesOfItsClassAlone) {
  const auto features = torch::ones({2, 4});
  const auto loss =
      source_adversary_loss(three_sources(), features, torch::tensor({0, 1}, torch::kInt64),
                            torch::tensor({1, 2}, torch::kInt64), 1.0);
  EXPECT_NEAR(loss.item<double>(), std::log(2.0) / 2.0, 1e-6);  // the second film: nothing to tell
}

// What makes the head better makes the features worse: the same gradient, turned and scaled.
TEST(SourceAdversary, FeaturesGetTheHeadsGradientReversed) {
  torch::manual_seed(3);
  SourceHead head = three_sources();
  head.weight = torch::randn({2, 3, 4}).requires_grad_();
  const auto labels = torch::tensor({0, 0, 1}, torch::kInt64);
  const auto sources = torch::tensor({0, 1, 2}, torch::kInt64);
  const auto values = torch::randn({3, 4});
  const auto gradients = [&](double strength) {
    const auto features = values.clone().requires_grad_();
    head.weight.mutable_grad() = torch::Tensor();
    const auto loss = source_adversary_loss(head, features, labels, sources, strength);
    loss.backward();
    return std::pair(features.grad(), head.weight.grad());
  };
  const auto [forwards, head_forwards] = gradients(-1.0);  // not reversed
  const auto [reversed, head_reversed] = gradients(0.5);
  EXPECT_GT(forwards.abs().sum().item<double>(), 0.0);
  EXPECT_TRUE(torch::allclose(reversed, -0.5 * forwards, 1e-5, 1e-7));
  EXPECT_TRUE(torch::allclose(head_reversed, head_forwards));
  EXPECT_TRUE(torch::equal(forwards[2], torch::zeros({4})));  // its class has one source
}

}  // namespace
}  // namespace chestlens
