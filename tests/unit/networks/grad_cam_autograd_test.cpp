#include "networks/grad_cam_autograd.hpp"

#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "networks/head.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

/// A body of one convolution and fastai's head in double, with norms that are not the identity.
Classifier small_classifier() {
  torch::manual_seed(5);
  auto body = std::make_shared<Chain>();
  body->push_back(torch::nn::Conv2d(torch::nn::Conv2dOptions(3, 4, 3).stride(2)));
  body->push_back(torch::nn::ReLU());
  auto classifier = assemble_classifier({}, body, make_concat_pool_head(4, 3, 0.5));
  classifier.module->to(torch::kFloat64);
  classifier.module->eval();
  const torch::NoGradGuard no_grad;
  for (auto& parameter : classifier.module->parameters()) parameter.uniform_(-1.0, 1.0);
  for (auto& entry : classifier.module->named_buffers()) {
    if (entry.value().is_floating_point()) entry.value().uniform_(0.5, 1.5);
  }
  return classifier;
}

TEST(GradCamAutograd, MatchesFiniteDifferencesOfTheHead) {
  const auto classifier = small_classifier();
  const auto images = torch::rand({2, 1, 9, 9}, torch::kFloat64);
  const auto cam = grad_cam_autograd(classifier, images);
  ASSERT_EQ(cam.cam_weights.sizes().vec(), (std::vector<std::int64_t>{2, 3, 4}));

  const torch::NoGradGuard no_grad;
  const double step = 1e-6;
  const auto& maps = cam.activations;
  for (std::int64_t f = 0; f < 4; ++f) {
    auto slope = torch::zeros({2, 3}, torch::kFloat64);
    for (std::int64_t y = 0; y < maps.size(2); ++y) {
      for (std::int64_t x = 0; x < maps.size(3); ++x) {
        auto up = maps.clone();
        auto down = maps.clone();
        up.select(1, f).select(1, y).select(1, x).add_(step);
        down.select(1, f).select(1, y).select(1, x).sub_(step);
        slope += (forward_head(classifier, up).logits - forward_head(classifier, down).logits) /
                 (2 * step);
      }
    }
    slope /= static_cast<double>(maps.size(2) * maps.size(3));
    EXPECT_LT((cam.cam_weights.select(2, f) - slope).abs().max().item<double>(), 1e-6) << f;
  }
}

TEST(GradCamAutograd, SignedHeatmapsAreTheWeightedSum) {
  const auto cam =
      grad_cam_autograd(small_classifier(), torch::rand({2, 1, 9, 9}, torch::kFloat64));
  const auto maps = signed_heatmaps(cam.cam_weights, cam.activations);
  ASSERT_EQ(maps.sizes().vec(), (std::vector<std::int64_t>{2, 3, 4, 4}));
  double sum = 0.0;
  for (std::int64_t f = 0; f < 4; ++f) {
    sum += cam.cam_weights.index({1, 2, f}).item<double>() *
           cam.activations.index({1, f, 3, 0}).item<double>();
  }
  EXPECT_NEAR(maps.index({1, 2, 3, 0}).item<double>(), sum, 1e-12);
  EXPECT_NE(sum, 0.0);
}

TEST(GradCamAutograd, LeavesParametersGradientsAlone) {
  const auto classifier = small_classifier();
  grad_cam_autograd(classifier, torch::rand({1, 1, 9, 9}, torch::kFloat64));
  for (const auto& parameter : classifier.module->parameters()) {
    EXPECT_FALSE(parameter.grad().defined());
  }
}

}  // namespace
}  // namespace chestlens
