#include <chestlens/significance.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace chestlens {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::NanSensitiveDoubleEq;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// tests/oracles/shared_statistics.py: multipletests of statsmodels 0.15.0.
TEST(Significance, CorrectsAsStatsmodels) {
  const std::vector<double> p{0.01, 0.04, 0.03, 0.005, 0.5, 0.04};
  const auto near = [](double value) { return DoubleNear(value, 1e-12); };
  EXPECT_THAT(holm(p),
              ElementsAre(near(0.05), near(0.12), near(0.12), near(0.03), near(0.5), near(0.12)));
  EXPECT_THAT(benjamini_hochberg(p), ElementsAre(near(0.03), near(0.048), near(0.048), near(0.03),
                                                 near(0.5), near(0.048)));
}

TEST(Significance, WhatIsNoNumberIsNotCounted) {
  const std::vector<double> p{0.02, nan, 0.03};
  EXPECT_THAT(holm(p), ElementsAre(DoubleNear(0.04, 1e-12), NanSensitiveDoubleEq(nan),
                                   DoubleNear(0.04, 1e-12)));
  EXPECT_TRUE(std::isnan(benjamini_hochberg(p)[1]));
  EXPECT_TRUE(holm({}).empty());
}

TEST(Significance, BootstrapCountsTheSmallerSide) {
  std::vector<double> draws(95, 1.0);
  draws.insert(draws.end(), 4, -1.0);
  EXPECT_NEAR(bootstrap_p(draws), 2.0 * 5.0 / 100.0, 1e-12);
  draws.push_back(nan);
  EXPECT_NEAR(bootstrap_p(draws), 2.0 * 5.0 / 100.0, 1e-12);
  EXPECT_EQ(bootstrap_p(std::vector<double>(50, 0.0)), 1.0);
  EXPECT_TRUE(std::isnan(bootstrap_p({})));
}

}  // namespace
}  // namespace chestlens
