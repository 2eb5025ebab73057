#include "weights/mean_variance.hpp"

#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "weights/module_weights.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace chestlens {
namespace {

/// MobileNetV2 whose tensors lie around other means and spreads than a new one's.
Classifier known_network() {
  const auto classifier = make_classifier({.name = "mobilenet_v2"}).value();
  const torch::NoGradGuard no_grad;
  torch::manual_seed(11);
  double mean = -0.5;
  for (torch::Tensor& parameter : classifier.body->parameters()) {
    parameter.copy_(torch::randn_like(parameter) * (0.1 + std::abs(mean)) + mean);
    mean = mean > 0.5 ? -0.5 : mean + 0.07;
  }
  for (auto& buffer : classifier.body->named_buffers()) {
    if (buffer.value().is_floating_point()) buffer.value().fill_(3.0);
  }
  return classifier;
}

TEST(MeanVariance, KeepsThemAndNoValue) {
  const auto classifier = known_network();
  Weights before;
  for (const auto& [name, tensor] : weights_of(*classifier.body)) before[name] = tensor.clone();
  torch::manual_seed(3);
  draw_by_mean_and_variance(classifier);
  int compared = 0;
  for (const auto& entry : classifier.body->named_parameters()) {
    const auto& drawn = entry.value();
    const auto& given = before.at(entry.key());
    EXPECT_FALSE(drawn.eq(given).any().item<bool>()) << entry.key();
    if (drawn.numel() < 200) continue;
    ++compared;
    // Five standard errors of a mean and of a standard deviation.
    const double spread = given.std().item<double>();
    const double error = 5.0 * spread / std::sqrt(static_cast<double>(drawn.numel()));
    EXPECT_NEAR(drawn.mean().item<double>(), given.mean().item<double>(), error) << entry.key();
    EXPECT_NEAR(drawn.std().item<double>(), spread, error) << entry.key();
  }
  EXPECT_GT(compared, 50);
}

TEST(MeanVariance, StatisticsOfNormsBeginAnew) {
  const auto classifier = known_network();
  draw_by_mean_and_variance(classifier);
  int norms = 0;
  for (const auto& entry : classifier.body->named_buffers()) {
    const bool mean = entry.key().ends_with("running_mean");
    if (!mean && !entry.key().ends_with("running_var")) continue;
    ++norms;
    EXPECT_TRUE(entry.value().eq(mean ? 0.0 : 1.0).all().item<bool>()) << entry.key();
  }
  EXPECT_GT(norms, 100);
}

TEST(MeanVariance, OneSeedDrawsTheSame) {
  const auto one = known_network();
  const auto other = known_network();
  for (const Classifier* classifier : {&one, &other}) {
    torch::manual_seed(9);
    draw_by_mean_and_variance(*classifier);
  }
  const Weights first = weights_of(*one.body);
  EXPECT_TRUE(std::ranges::all_of(weights_of(*other.body), [&](const auto& entry) {
    return torch::equal(entry.second, first.at(entry.first));
  }));
}

}  // namespace
}  // namespace chestlens
