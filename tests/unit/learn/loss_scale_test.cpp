#include "learn/loss_scale.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <limits>

namespace chestlens {
namespace {

TEST(LossScale, DividesGradientsAndFindsWhatIsNotFinite) {
  const LossScale scale{.enabled = true, .scale = 8.0};
  const auto a = torch::full({2, 3}, 4.0);
  const auto b = torch::full({5}, -16.0);
  EXPECT_TRUE(unscale(scale, {a, b}));
  EXPECT_TRUE(torch::equal(a, torch::full({2, 3}, 0.5)));
  EXPECT_TRUE(torch::equal(b, torch::full({5}, -2.0)));
  for (const float bad :
       {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    b[3] = bad;
    EXPECT_FALSE(unscale(scale, {a, b}));
  }
  EXPECT_TRUE(unscale(scale, {}));
}

TEST(LossScale, HalvesAfterOverflowAndDoublesAfter2000GoodSteps) {
  LossScale scale{.enabled = true};
  update(scale, false);
  EXPECT_EQ(scale.scale, 32768.0);
  for (int i = 0; i < 1999; ++i) update(scale, true);
  EXPECT_EQ(scale.scale, 32768.0);
  EXPECT_EQ(scale.good_steps, 1999);
  update(scale, true);
  EXPECT_EQ(scale.scale, 65536.0);
  EXPECT_EQ(scale.good_steps, 0);
  for (int i = 0; i < 1999; ++i) update(scale, true);
  update(scale, false);  // restarts the count
  for (int i = 0; i < 1999; ++i) update(scale, true);
  EXPECT_EQ(scale.scale, 32768.0);
}

TEST(LossScale, OffItChangesNothing) {
  LossScale off;
  const auto gradient = torch::full({2}, std::numeric_limits<float>::infinity());
  EXPECT_TRUE(unscale(off, {gradient}));
  update(off, false);
  EXPECT_EQ(off.scale, 65536.0);
  EXPECT_FALSE(is_exhausted(off));
}

TEST(LossScale, IsExhaustedWhereHalvingNeverHelps) {
  LossScale scale{.enabled = true};
  int halvings = 0;
  while (!is_exhausted(scale) && halvings < 100) {
    update(scale, false);
    ++halvings;
  }
  EXPECT_EQ(halvings, 27);  // from 2^16 to 2^-11
}

// The kernel that CUDA uses exists for the CPU in newer versions of LibTorch only.
TEST(LossScale, OnCudaItIsTheSame) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "no CUDA here";
  const LossScale scale{.enabled = true, .scale = 8.0};
  const auto gradient = torch::full({4}, 4.0, torch::kCUDA);
  EXPECT_TRUE(unscale(scale, {gradient}));
  EXPECT_TRUE(torch::equal(gradient.cpu(), torch::full({4}, 0.5)));
  gradient[1] = std::numeric_limits<float>::infinity();
  EXPECT_FALSE(unscale(scale, {gradient}));
}

}  // namespace
}  // namespace chestlens
