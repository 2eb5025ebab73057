#include "learn/loss.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <functional>
#include <limits>

namespace chestlens {
namespace {

namespace F = torch::nn::functional;

using Loss = std::function<torch::Tensor(const torch::Tensor& logits)>;

/// Autograd's gradient against central differences, in double.
void expect_gradient(const Loss& loss, const torch::Tensor& at) {
  auto logits = at.to(torch::kFloat64).detach().clone().requires_grad_(true);
  loss(logits).backward();
  const torch::NoGradGuard no_grad;
  constexpr double step = 1e-5;
  for (std::int64_t i = 0; i < logits.numel(); ++i) {
    auto low = logits.detach().clone(), high = logits.detach().clone();
    low.view(-1)[i] -= step;
    high.view(-1)[i] += step;
    const double slope = ((loss(high) - loss(low)) / (2.0 * step)).item<double>();
    EXPECT_NEAR(logits.grad().view(-1)[i].item<double>(), slope, 1e-7) << i;
  }
}

// Odds of 1 : 3 and 1 : 1: p = (1/4, 3/4) and (1/2, 1/2).
torch::Tensor quarter_and_half() {
  return torch::tensor({{0.0, std::log(3.0)}, {2.0, 2.0}}, torch::kFloat64);
}

TEST(SoftTargets, AreOneHotOrSmoothed) {
  const auto labels = torch::tensor({2, 0}, torch::kInt64);
  EXPECT_TRUE(torch::equal(soft_targets(labels, 4),
                           torch::tensor({{0.0F, 0.0F, 1.0F, 0.0F}, {1.0F, 0.0F, 0.0F, 0.0F}})));
  const auto smoothed = soft_targets(labels, 4, 0.2);
  EXPECT_NEAR(smoothed[0][2].item<double>(), 0.85, 1e-6);
  EXPECT_NEAR(smoothed[0][1].item<double>(), 0.05, 1e-6);
  EXPECT_NEAR(smoothed.sum().item<double>(), 2.0, 1e-6);
}

TEST(CrossEntropy, IsWhatAHandComputes) {
  const auto targets = torch::tensor({{1.0, 0.0}, {0.5, 0.5}}, torch::kFloat64);
  const double expected = (std::log(4.0) + std::log(2.0)) / 2.0;
  EXPECT_NEAR(cross_entropy(quarter_and_half(), targets).item<double>(), expected, 1e-12);
  const auto weights = torch::tensor({3.0, 1.0}, torch::kFloat64);
  const double weighted = (3.0 * std::log(4.0) + 2.0 * std::log(2.0)) / 2.0;
  EXPECT_NEAR(cross_entropy(quarter_and_half(), targets, weights).item<double>(), weighted, 1e-12);
}

TEST(CrossEntropy, AgreesWithLibTorchs) {
  torch::manual_seed(1);
  const auto logits = torch::randn({5, 4});
  const auto labels = torch::tensor({3, 1, 0, 2, 2}, torch::kInt64);
  EXPECT_NEAR(cross_entropy(logits, soft_targets(labels, 4)).item<double>(),
              F::cross_entropy(logits, labels).item<double>(), 1e-6);
  EXPECT_NEAR(cross_entropy(logits, soft_targets(labels, 4, 0.1)).item<double>(),
              F::cross_entropy(logits, labels, F::CrossEntropyFuncOptions().label_smoothing(0.1))
                  .item<double>(),
              1e-6);
}

// So that equal parts of a batch on several devices average to the whole.
TEST(CrossEntropy, OfABatchIsTheMeanOfItsParts) {
  torch::manual_seed(2);
  const auto logits = torch::randn({6, 3});
  const auto targets = torch::rand({6, 3}).softmax(1);
  const auto weights = torch::tensor({0.2F, 1.0F, 3.0F});
  const auto part = [&](std::int64_t first) {
    return cross_entropy(logits.narrow(0, first, 3), targets.narrow(0, first, 3), weights);
  };
  EXPECT_NEAR(cross_entropy(logits, targets, weights).item<double>(),
              (part(0).item<double>() + part(3).item<double>()) / 2.0, 1e-6);
}

TEST(FocalLoss, IsWhatAHandComputes) {
  const auto targets = torch::tensor({{1.0, 0.0}, {0.5, 0.5}}, torch::kFloat64);
  // (3/4)^2 log 4 for the first film, (1/2)^2 log 2 for the second.
  const double expected = (0.5625 * std::log(4.0) + 0.25 * std::log(2.0)) / 2.0;
  EXPECT_NEAR(focal_loss(quarter_and_half(), targets, 2.0).item<double>(), expected, 1e-12);
  const auto weights = torch::tensor({3.0, 1.0}, torch::kFloat64);
  const double weighted = (3.0 * 0.5625 * std::log(4.0) + 2.0 * 0.25 * std::log(2.0)) / 2.0;
  EXPECT_NEAR(focal_loss(quarter_and_half(), targets, 2.0, weights).item<double>(), weighted,
              1e-12);
}

TEST(FocalLoss, OfGammaZeroIsCrossEntropy) {
  torch::manual_seed(3);
  const auto logits = torch::randn({5, 4}), targets = torch::rand({5, 4}).softmax(1);
  EXPECT_NEAR(focal_loss(logits, targets, 0.0).item<double>(),
              cross_entropy(logits, targets).item<double>(), 1e-6);
}

TEST(FocalLoss, IsFiniteAtCertainty) {
  for (const double gamma : {0.0, 0.5, 1.0, 2.0}) {
    auto logits = torch::tensor({{200.0F, -200.0F}, {-200.0F, 200.0F}}, torch::requires_grad());
    const auto labels = torch::tensor({0, 0}, torch::kInt64);
    const auto loss = focal_loss(logits, soft_targets(labels, 2), gamma);
    loss.backward();
    EXPECT_NEAR(loss.item<double>(), 200.0, 1e-3) << gamma;
    EXPECT_TRUE(logits.grad().isfinite().all().item<bool>()) << gamma;
  }
}

TEST(Divergence, FallsToZeroWhereTargetsAreMet) {
  const auto targets = torch::tensor({{0.25, 0.75}, {0.5, 0.5}}, torch::kFloat64);
  EXPECT_NEAR(divergence(quarter_and_half(), targets).item<double>(), 0.0, 1e-12);
  const auto hard = torch::tensor({{1.0, 0.0}, {0.0, 1.0}}, torch::kFloat64);
  EXPECT_NEAR(divergence(quarter_and_half(), hard).item<double>(),
              cross_entropy(quarter_and_half(), hard).item<double>(), 1e-12);
  const auto third = torch::tensor({{0.5, 0.5}, {0.5, 0.5}}, torch::kFloat64);
  const double expected = (0.5 * std::log(0.5 / 0.25) + 0.5 * std::log(0.5 / 0.75)) / 2.0;
  EXPECT_NEAR(divergence(quarter_and_half(), third).item<double>(), expected, 1e-12);
}

TEST(MaskedBinaryCrossEntropy, LeavesOutWhatNobodyKnows) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  const auto logits =
      torch::tensor({{std::log(3.0), 0.0, 50.0}, {0.0, -9.0, 0.0}}, torch::kFloat64);
  const auto targets =
      torch::tensor({{1.0, 0.25, unknown}, {unknown, unknown, 0.0}}, torch::kFloat64);
  const double expected = (-std::log(0.75) + std::log(2.0) + std::log(2.0)) / 3.0;
  EXPECT_NEAR(masked_binary_cross_entropy(logits, targets).item<double>(), expected, 1e-12);

  auto free = logits.clone().requires_grad_(true);
  masked_binary_cross_entropy(free, targets).backward();
  EXPECT_EQ(free.grad()[0][2].item<double>(), 0.0);
  EXPECT_EQ(free.grad()[1][1].item<double>(), 0.0);
  EXPECT_EQ(masked_binary_cross_entropy(logits, torch::full_like(targets, unknown)).item<double>(),
            0.0);
}

TEST(Gradients, AgreeWithFiniteDifferences) {
  torch::manual_seed(6);
  const auto logits = torch::randn({3, 4}, torch::kFloat64);
  const auto targets = torch::rand({3, 4}, torch::kFloat64).softmax(1);
  const auto weights = torch::tensor({0.5, 1.0, 2.0, 0.1}, torch::kFloat64);
  expect_gradient([&](const auto& x) { return cross_entropy(x, targets, weights); }, logits);
  for (const double gamma : {0.5, 1.0, 2.0, 3.5}) {
    expect_gradient([&](const auto& x) { return focal_loss(x, targets, gamma, weights); }, logits);
  }
  auto findings = torch::rand({3, 4}, torch::kFloat64);
  findings[1][2] = std::numeric_limits<double>::quiet_NaN();
  expect_gradient([&](const auto& x) { return masked_binary_cross_entropy(x, findings); }, logits);
}

}  // namespace
}  // namespace chestlens
