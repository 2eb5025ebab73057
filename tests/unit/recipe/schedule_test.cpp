#include "recipe/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace chestlens {
namespace {

TEST(OneCycle, V2StartsPeaksAndEndsWhereFastaiDoes) {
  const Schedule cycle;
  EXPECT_DOUBLE_EQ(schedule_at(cycle, 0.9, 0.0).rate_share, 1.0 / 25);
  EXPECT_DOUBLE_EQ(schedule_at(cycle, 0.9, 0.25).rate_share, 1.0);
  EXPECT_NEAR(schedule_at(cycle, 0.9, 1.0).rate_share, 1e-5, 1e-13);
  EXPECT_DOUBLE_EQ(schedule_at(cycle, 0.9, 0.0).momentum, 0.95);
  EXPECT_DOUBLE_EQ(schedule_at(cycle, 0.9, 0.25).momentum, 0.85);
  EXPECT_DOUBLE_EQ(schedule_at(cycle, 0.9, 1.0).momentum, 0.95);
}

TEST(OneCycle, V1HasItsOwnShareAndEnd) {
  const Schedule cycle = one_cycle_v1();
  EXPECT_DOUBLE_EQ(schedule_at(cycle, 0.9, 0.3).rate_share, 1.0);
  EXPECT_LT(schedule_at(cycle, 0.9, 0.25).rate_share, 1.0);
  EXPECT_NEAR(schedule_at(cycle, 0.9, 1.0).rate_share, 1.0 / 25e4, 1e-13);
}

// Written out by hand: start + (end - start) (1 - cos(pi t)) / 2.
TEST(OneCycle, IsACosineBetween) {
  const Schedule cycle;
  const double up = (1.0 - std::cos(std::numbers::pi * 0.4)) / 2.0;
  EXPECT_NEAR(schedule_at(cycle, 0.9, 0.1).rate_share, 0.04 + 0.96 * up, 1e-12);
  EXPECT_NEAR(schedule_at(cycle, 0.9, 0.1).momentum, 0.95 - 0.1 * up, 1e-12);
  const double half_way = 0.25 + 0.75 / 2.0;
  EXPECT_NEAR(schedule_at(cycle, 0.9, half_way).rate_share, (1.0 + 1e-5) / 2.0, 1e-12);
  EXPECT_NEAR(schedule_at(cycle, 0.9, half_way).momentum, 0.9, 1e-12);
}

TEST(OneCycle, RisesThenFalls) {
  const Schedule cycle = one_cycle_v1();
  for (int i = 1; i <= 100; ++i) {
    const double before = schedule_at(cycle, 0.9, (i - 1) / 100.0).rate_share;
    const double after = schedule_at(cycle, 0.9, i / 100.0).rate_share;
    if (i <= 30) {
      EXPECT_GT(after, before) << i;
    } else {
      EXPECT_LT(after, before) << i;
    }
  }
}

TEST(Cosine, FallsFromTheHighestRateToNone) {
  const Schedule cosine{.kind = ScheduleKind::cosine};
  EXPECT_DOUBLE_EQ(schedule_at(cosine, 0.8, 0.0).rate_share, 1.0);
  EXPECT_NEAR(schedule_at(cosine, 0.8, 1.0 / 3.0).rate_share, 0.75, 1e-12);
  EXPECT_NEAR(schedule_at(cosine, 0.8, 1.0).rate_share, 0.0, 1e-12);
  EXPECT_EQ(schedule_at(cosine, 0.8, 0.5).momentum, 0.8);
}

// The nth of ten warm-up steps has n/10 of the way from 1/25; the cosine follows.
TEST(WarmUp, RisesInALineBeforeCosineAndConstant) {
  for (const ScheduleKind kind : {ScheduleKind::cosine, ScheduleKind::constant}) {
    const Schedule schedule{.kind = kind, .linear_warm_up_share = 0.1};
    for (int step = 0; step < 10; ++step) {
      const SchedulePoint point = schedule_at(schedule, 0.8, step / 100.0);
      EXPECT_NEAR(point.rate_share, 0.04 + 0.96 * step / 10.0, 1e-12);
      EXPECT_EQ(point.momentum, 0.8);
    }
    EXPECT_NEAR(schedule_at(schedule, 0.8, 0.1).rate_share, 1.0, 1e-12);
  }
  const Schedule cosine{.kind = ScheduleKind::cosine, .linear_warm_up_share = 0.1};
  EXPECT_NEAR(schedule_at(cosine, 0.8, 0.1 + 0.9 / 3.0).rate_share, 0.75, 1e-12);
  EXPECT_NEAR(schedule_at(cosine, 0.8, 1.0).rate_share, 0.0, 1e-12);
}

TEST(Constant, KeepsItsRateAndMomentum) {
  const Schedule constant{.kind = ScheduleKind::constant};
  for (const double position : {0.0, 0.5, 1.0}) {
    EXPECT_EQ(schedule_at(constant, 0.8, position).rate_share, 1.0);
    EXPECT_EQ(schedule_at(constant, 0.8, position).momentum, 0.8);
  }
}

// fastai's even_mults(1e-6, 1e-4, 3), and its slice(1e-3) for what is not the head.
TEST(GroupRates, AreFastaisSlice) {
  const auto geometric = group_rates({.low = 1e-6, .high = 1e-4}, 3);
  ASSERT_EQ(geometric.size(), 3U);
  EXPECT_DOUBLE_EQ(geometric[0], 1e-6);
  EXPECT_NEAR(geometric[1], 1e-5, 1e-17);
  EXPECT_EQ(geometric[2], 1e-4);
  EXPECT_EQ(group_rates({.low = 1e-4, .high = 1e-3, .geometric = false}, 3),
            (std::vector<double>{1e-4, 1e-4, 1e-3}));
  EXPECT_EQ(group_rates({.low = 0.5, .high = 0.5}, 2), (std::vector<double>{0.5, 0.5}));
  EXPECT_EQ(group_rates({.low = 1e-6, .high = 1e-4}, 1), std::vector<double>{1e-4});
}

}  // namespace
}  // namespace chestlens
