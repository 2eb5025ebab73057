#include "learn/random_draws.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>

namespace chestlens {
namespace {

constexpr std::int64_t many = 40'000;

TEST(RandomDraws, DependOnTheirSeedAlone) {
  torch::manual_seed(1);
  const auto first = RandomDraws(5, many).uniform(-1.0, 2.0);
  torch::manual_seed(2);
  EXPECT_TRUE(torch::equal(first, RandomDraws(5, many).uniform(-1.0, 2.0)));
  EXPECT_FALSE(torch::equal(first, RandomDraws(6, many).uniform(-1.0, 2.0)));
  EXPECT_TRUE(torch::equal(RandomDraws(5, many).permutation(), RandomDraws(5, many).permutation()));
  EXPECT_TRUE(
      torch::equal(RandomDraws(5, many).log_gamma(0.4), RandomDraws(5, many).log_gamma(0.4)));
}

TEST(RandomDraws, ChanceHasItsShare) {
  EXPECT_NEAR(RandomDraws(1, many).chance(0.3).mean().item<double>(), 0.3, 0.01);
  EXPECT_EQ(RandomDraws(1, many).chance(0.0).sum().item<double>(), 0.0);
  EXPECT_EQ(RandomDraws(1, many).chance(1.0).sum().item<double>(), many);
}

TEST(RandomDraws, WholeNumbersComeEquallyOften) {
  const auto counts = torch::bincount(RandomDraws(2, many).whole(1, 4).to(torch::kInt64));
  ASSERT_EQ(counts.size(0), 5);
  EXPECT_EQ(counts[0].item<int>(), 0);
  for (int i = 1; i <= 4; ++i) EXPECT_NEAR(counts[i].item<double>(), many / 4.0, 400.0);
}

TEST(RandomDraws, SeedsFill32Bits) {
  const auto seeds = RandomDraws(6, many).seeds();
  EXPECT_GE(seeds.min().item<std::int64_t>(), 0);
  EXPECT_LT(seeds.max().item<std::int64_t>(), std::int64_t{1} << 32);
  for (int bit = 0; bit < 32; ++bit) {
    const auto set = seeds.bitwise_right_shift(bit).bitwise_and(1).to(torch::kFloat32);
    EXPECT_NEAR(set.mean().item<double>(), 0.5, 0.01) << bit;
  }
}

// Gamma(a, 1) has mean a and variance a; Euler's digamma(1/2) = -1.9635 is the mean logarithm.
TEST(RandomDraws, GammaHasItsMoments) {
  for (const double shape : {0.2, 0.5, 3.0}) {
    const auto draws = RandomDraws(3, many).log_gamma(shape).exp();
    EXPECT_NEAR(draws.mean().item<double>(), shape, 0.05 * std::sqrt(shape)) << shape;
    EXPECT_NEAR(draws.var().item<double>(), shape, 0.1 * std::max(1.0, shape)) << shape;
  }
  EXPECT_NEAR(RandomDraws(4, many).log_gamma(0.5).mean().item<double>(), -1.9635, 0.05);
}

TEST(RandomDraws, GammaOfATinyShapeIsFiniteInItsLogarithm) {
  const auto draws = RandomDraws(5, many).log_gamma(1e-4);
  EXPECT_TRUE(draws.isfinite().all().item<bool>());
  EXPECT_NEAR(draws.mean().item<double>(), -1e4, 300.0);  // digamma(a) is near -1/a
}

TEST(RandomDraws, PermutationHasEveryNumberOnce) {
  const auto sorted = std::get<0>(RandomDraws(6, 100).permutation().sort());
  EXPECT_TRUE(torch::equal(sorted, torch::arange(100)));
}

}  // namespace
}  // namespace chestlens
