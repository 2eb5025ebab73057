#include "learn/pixel_noise.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <cstdint>
#include <numbers>

namespace chestlens {
namespace {

/// The hash in the 32-bit arithmetic for which it was found.
std::uint32_t hashed_in_32_bits(std::uint32_t x) {
  x = (x ^ (x >> 16U)) * 0x21f0aaadU;
  x = (x ^ (x >> 15U)) * 0x735a2d97U;
  return x ^ (x >> 15U);
}

torch::Tensor noise_seeds(std::initializer_list<std::int64_t> seeds) {
  return torch::tensor(std::vector<std::int64_t>(seeds), torch::kInt64);
}

// 5x5 pixels are 13 pairs: pixel i and pixel i + 13.
TEST(PixelNoise, IsTheHashOfSeedAndPlace) {
  const auto seeds = noise_seeds({0, 12345, 0xffffffff});
  const auto uniform = uniform_pixels(seeds, 5).flatten(1);
  const auto normal = normal_pixels(seeds, 5).flatten(1);
  ASSERT_EQ(uniform.sizes(), (torch::IntArrayRef{3, 25}));
  for (std::int64_t film = 0; film < 3; ++film) {
    const auto seed = static_cast<std::uint32_t>(seeds[film].item<std::int64_t>());
    for (std::int64_t i = 0; i < 13; ++i) {
      const std::uint32_t bits =
          hashed_in_32_bits(hashed_in_32_bits(static_cast<std::uint32_t>(i)) + seed);
      const double high = bits >> 16U, low = bits & 0xffffU;
      const double radius = std::sqrt(-2.0 * std::log((high + 0.5) / 65536.0));
      const double angle = 2.0 * std::numbers::pi * low / 65536.0;
      EXPECT_EQ(uniform[film][i].item<double>(), high / 65536.0);
      EXPECT_NEAR(normal[film][i].item<double>(), radius * std::cos(angle), 1e-5);
      if (i == 12) continue;
      EXPECT_EQ(uniform[film][i + 13].item<double>(), low / 65536.0);
      EXPECT_NEAR(normal[film][i + 13].item<double>(), radius * std::sin(angle), 1e-5);
    }
  }
}

double mean_of_noise(const torch::Tensor& values) {
  return values.mean().item<double>();
}

// Standard errors over 4 films of 256x256: 0.002 of a mean, 0.003 of a variance, 0.01 of a
// kurtosis.
TEST(PixelNoise, HasTheMomentsOfItsDistribution) {
  const auto seeds = noise_seeds({1, 2, 3, 0x7fffffff});
  const auto normal = normal_pixels(seeds, 256).to(torch::kFloat64);
  EXPECT_NEAR(mean_of_noise(normal), 0.0, 0.008);
  EXPECT_NEAR(mean_of_noise(normal.square()), 1.0, 0.012);
  EXPECT_NEAR(mean_of_noise(normal.pow(4)), 3.0, 0.06);
  EXPECT_LT(normal.abs().max().item<double>(), 4.9);
  const auto uniform = uniform_pixels(seeds, 256).to(torch::kFloat64);
  EXPECT_NEAR(mean_of_noise(uniform), 0.5, 0.003);
  EXPECT_NEAR(mean_of_noise((uniform - 0.5).square()), 1.0 / 12.0, 0.001);
  EXPECT_GE(uniform.min().item<double>(), 0.0);
  EXPECT_LT(uniform.max().item<double>(), 1.0);
}

TEST(PixelNoise, OfNeighboursAndOfOtherFilmsIsUnrelated) {
  const auto normal = normal_pixels(noise_seeds({1, 2, 1024}), 256);
  for (const std::int64_t distance : {1, 2, 8}) {
    const auto near = normal.narrow(3, 0, 256 - distance);
    EXPECT_NEAR(mean_of_noise(near * normal.narrow(3, distance, 256 - distance)), 0.0, 0.01)
        << distance;
    const auto above = normal.narrow(2, 0, 256 - distance);
    EXPECT_NEAR(mean_of_noise(above * normal.narrow(2, distance, 256 - distance)), 0.0, 0.01)
        << distance;
  }
  EXPECT_NEAR(mean_of_noise(normal[0] * normal[1]), 0.0, 0.016);
  EXPECT_NEAR(mean_of_noise(normal[0] * normal[2]), 0.0, 0.016);
}

TEST(PixelNoise, OfAFilmIsTheSameBesideOthers) {
  const auto both = normal_pixels(noise_seeds({7, 8}), 32);
  EXPECT_TRUE(torch::equal(both[1], normal_pixels(noise_seeds({8}), 32)[0]));
  EXPECT_FALSE(torch::equal(both[0], both[1]));
}

}  // namespace
}  // namespace chestlens
