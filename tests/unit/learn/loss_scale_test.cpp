#include "learn/loss_scale.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <limits>

namespace chestlens {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

/// The unscaling of one gradient. Returns whether its step is skipped.
bool skips(LossScale& loss_scale, float gradient, c10::Device device = c10::kCPU) {
  return unscale(loss_scale, {torch::full({2}, gradient, device)}).item<float>() == 1.0F;
}

void expect_divides_and_finds_what_is_not_finite(c10::Device device) {
  LossScale scale{.enabled = true, .scale = 8.0};
  const auto a = torch::full({2, 3}, 4.0, device);
  const auto b = torch::full({5}, -16.0, device);
  EXPECT_EQ(unscale(scale, {a, b}).item<float>(), 0.0F);
  EXPECT_TRUE(torch::equal(a.cpu(), torch::full({2, 3}, 0.5)));
  EXPECT_TRUE(torch::equal(b.cpu(), torch::full({5}, -2.0)));
  for (const float bad : {infinity, std::numeric_limits<float>::quiet_NaN()}) {
    b[3] = bad;
    EXPECT_EQ(unscale(scale, {a, b}).item<float>(), 1.0F);
  }
  b[3] = 1.0;
  EXPECT_EQ(unscale(scale, {a, b}).item<float>(), 0.0F);
  EXPECT_FALSE(unscale(scale, {}).defined());
}

void expect_halves_and_doubles(c10::Device device) {
  LossScale scale{.enabled = true};
  EXPECT_TRUE(skips(scale, infinity, device));
  EXPECT_EQ(read(scale).scale, 32768.0);
  for (int i = 0; i < 1999; ++i) EXPECT_FALSE(skips(scale, 1.0F, device));
  EXPECT_EQ(read(scale).scale, 32768.0);
  EXPECT_EQ(read(scale).good_steps, 1999);
  skips(scale, 1.0F, device);
  EXPECT_EQ(read(scale).scale, 65536.0);
  EXPECT_EQ(read(scale).good_steps, 0);
  for (int i = 0; i < 1999; ++i) skips(scale, 1.0F, device);
  skips(scale, infinity, device);  // restarts the count
  for (int i = 0; i < 1999; ++i) skips(scale, 1.0F, device);
  EXPECT_EQ(read(scale).scale, 32768.0);
  EXPECT_EQ(read(scale).good_steps, 1999);
}

TEST(LossScale, DividesGradientsAndFindsWhatIsNotFinite) {
  expect_divides_and_finds_what_is_not_finite(c10::kCPU);
}

TEST(LossScale, HalvesAfterOverflowAndDoublesAfter2000GoodSteps) {
  expect_halves_and_doubles(c10::kCPU);
}

// A recorded step reads it where it is.
TEST(LossScale, StaysInItsMemory) {
  LossScale scale{.enabled = true, .scale = 8.0};
  const torch::Tensor there = scale_on(scale, c10::kCPU);
  EXPECT_EQ(there.item<double>(), 8.0);
  skips(scale, infinity);
  EXPECT_EQ(there.item<double>(), 4.0);
}

TEST(LossScale, GoesOnFromWhatWasRead) {
  LossScale scale{.enabled = true, .scale = 8.0};
  for (int i = 0; i < 1500; ++i) skips(scale, 1.0F);
  LossScale other = read(scale);
  EXPECT_FALSE(other.numbers.scale.defined());
  EXPECT_EQ(other.good_steps, 1500);
  for (int i = 0; i < 500; ++i) skips(other, 1.0F);
  EXPECT_EQ(read(other).scale, 16.0);
  EXPECT_EQ(read(scale).scale, 8.0);
}

TEST(LossScale, OffItChangesNothing) {
  LossScale off;
  const auto gradient = torch::full({2}, infinity);
  EXPECT_FALSE(unscale(off, {gradient}).defined());
  EXPECT_EQ(read(off).scale, 65536.0);
  EXPECT_FALSE(is_exhausted(off));
}

TEST(LossScale, IsExhaustedWhereHalvingNeverHelps) {
  LossScale scale{.enabled = true};
  int halvings = 0;
  while (!is_exhausted(scale) && halvings < 100) {
    skips(scale, infinity);
    ++halvings;
  }
  EXPECT_EQ(halvings, 27);  // from 2^16 to 2^-11
}

// By LibTorch's kernels, which exist for the CPU in newer versions only.
TEST(LossScale, OnCudaItIsTheSame) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "no CUDA here";
  const c10::Device gpu(c10::kCUDA, 0);
  expect_divides_and_finds_what_is_not_finite(gpu);
  expect_halves_and_doubles(gpu);
}

}  // namespace
}  // namespace chestlens
