#include "learn/group_dro.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>

namespace chestlens {
namespace {

// Groups of two films and of one: their means are 2 and 4; shares of a half grow by e^(rate *
// mean).
TEST(GroupDro, IsWhatAHandComputes) {
  const auto losses = torch::tensor({1.0F, 3.0F, 4.0F}).requires_grad_();
  const auto groups = torch::tensor({0, 0, 1}, torch::kInt64);
  const auto shares = torch::tensor({0.5F, 0.5F});
  const auto loss = group_dro_loss(losses, groups, shares, 0.1);
  const double first = std::exp(0.2), second = std::exp(0.4);
  EXPECT_NEAR(shares[0].item<double>(), first / (first + second), 1e-6);
  EXPECT_NEAR(loss.item<double>(), (2.0 * first + 4.0 * second) / (first + second), 1e-5);
  loss.backward();
  EXPECT_NEAR(losses.grad()[0].item<double>(), 0.5 * first / (first + second), 1e-6);
  EXPECT_NEAR(losses.grad()[2].item<double>(), second / (first + second), 1e-6);
}

TEST(GroupDro, AGroupWithoutFilmsInTheBatchIsNotForgotten) {
  const auto shares = torch::tensor({0.5F, 0.25F, 0.25F});
  group_dro_loss(torch::tensor({1.0F}), torch::tensor({0}, torch::kInt64), shares, 0.0);
  EXPECT_TRUE(torch::equal(shares, torch::tensor({0.5F, 0.25F, 0.25F})));
}

// The point of it: step by step the worst group comes to count most.
TEST(GroupDro, TheWorstGroupGainsWeight) {
  const auto groups = torch::tensor({0, 1}, torch::kInt64);
  const auto shares = equal_shares(groups, 2);
  for (int step = 0; step < 500; ++step) {
    group_dro_loss(torch::tensor({0.1F, 1.0F}), groups, shares, 0.01);
  }
  EXPECT_GT(shares[1].item<double>(), 0.95);
  EXPECT_NEAR(shares.sum().item<double>(), 1.0, 1e-5);
}

TEST(GroupDro, SharesBeginEqualOverGroupsThatHaveFilms) {
  const auto shares = equal_shares(torch::tensor({0, 3, 3, 3}, torch::kInt64), 5);
  EXPECT_TRUE(torch::equal(shares, torch::tensor({0.5F, 0.0F, 0.0F, 0.5F, 0.0F})));
}

}  // namespace
}  // namespace chestlens
