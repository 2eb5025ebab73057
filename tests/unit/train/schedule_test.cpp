#include "train/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace chestlens {
namespace {

TEST(OneCycle, V2StartsPeaksAndEndsWhereFastaiDoes) {
  const OneCycle cycle = one_cycle_v2(1e-2);
  EXPECT_DOUBLE_EQ(one_cycle_at(cycle, 0.0).learning_rate, 1e-2 / 25);
  EXPECT_DOUBLE_EQ(one_cycle_at(cycle, 0.25).learning_rate, 1e-2);
  EXPECT_NEAR(one_cycle_at(cycle, 1.0).learning_rate, 1e-7, 1e-15);
  EXPECT_DOUBLE_EQ(one_cycle_at(cycle, 0.0).momentum, 0.95);
  EXPECT_DOUBLE_EQ(one_cycle_at(cycle, 0.25).momentum, 0.85);
  EXPECT_DOUBLE_EQ(one_cycle_at(cycle, 1.0).momentum, 0.95);
}

TEST(OneCycle, V1HasItsOwnShareAndEnd) {
  const OneCycle cycle = one_cycle_v1(1e-2);
  EXPECT_DOUBLE_EQ(one_cycle_at(cycle, 0.3).learning_rate, 1e-2);
  EXPECT_LT(one_cycle_at(cycle, 0.25).learning_rate, 1e-2);
  EXPECT_NEAR(one_cycle_at(cycle, 1.0).learning_rate, 1e-2 / 25e4, 1e-15);
}

// Written out by hand: start + (end - start) (1 - cos(pi t)) / 2.
TEST(OneCycle, IsACosineBetween) {
  const OneCycle cycle = one_cycle_v2(1.0);
  const double up = (1.0 - std::cos(std::numbers::pi * 0.4)) / 2.0;
  EXPECT_NEAR(one_cycle_at(cycle, 0.1).learning_rate, 0.04 + 0.96 * up, 1e-12);
  EXPECT_NEAR(one_cycle_at(cycle, 0.1).momentum, 0.95 - 0.1 * up, 1e-12);
  const double half_way = 0.25 + 0.75 / 2.0;
  EXPECT_NEAR(one_cycle_at(cycle, half_way).learning_rate, (1.0 + 1e-5) / 2.0, 1e-12);
  EXPECT_NEAR(one_cycle_at(cycle, half_way).momentum, 0.9, 1e-12);
}

TEST(OneCycle, RisesThenFalls) {
  const OneCycle cycle = one_cycle_v1(3e-3);
  for (int i = 1; i <= 100; ++i) {
    const double before = one_cycle_at(cycle, (i - 1) / 100.0).learning_rate;
    const double after = one_cycle_at(cycle, i / 100.0).learning_rate;
    if (i <= 30) {
      EXPECT_GT(after, before) << i;
    } else {
      EXPECT_LT(after, before) << i;
    }
  }
}

}  // namespace
}  // namespace chestlens
