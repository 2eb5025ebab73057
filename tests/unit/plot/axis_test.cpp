#include "plot/axis.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace chestlens {
namespace {

std::vector<std::string> texts(const Axis& axis) {
  std::vector<std::string> list;
  for (const Tick& tick : axis.ticks) list.push_back(tick.text);
  return list;
}

using Texts = std::vector<std::string>;

TEST(Axis, LinearTicksAreRoundNumbers) {
  EXPECT_EQ(texts(linear_axis(0.0, 10.0, 5, AxisEnds::at_ticks)),
            (Texts{"0", "2", "4", "6", "8", "10"}));
  EXPECT_EQ(texts(linear_axis(0.83, 0.91, 4, AxisEnds::at_data)),
            (Texts{"0.84", "0.86", "0.88", "0.90"}));
  EXPECT_EQ(texts(linear_axis(-3000.0, 2562.0, 5, AxisEnds::at_ticks)),
            (Texts{"-3,000", "-2,000", "-1,000", "0", "1,000", "2,000", "3,000"}));
  EXPECT_EQ(texts(linear_axis(0.0, 4e-6, 4, AxisEnds::at_data)),
            (Texts{"0", "1e-6", "2e-6", "3e-6", "4e-6"}));
}

TEST(Axis, EndsAreAtTheDataOrAtTicks) {
  const Axis data = linear_axis(0.3, 9.7, 5, AxisEnds::at_data);
  EXPECT_EQ(data.low, 0.3);
  EXPECT_EQ(data.high, 9.7);
  const Axis ticks = linear_axis(0.3, 9.7, 5, AxisEnds::at_ticks);
  EXPECT_EQ(ticks.low, 0.0);
  EXPECT_EQ(ticks.high, 10.0);
}

TEST(Axis, AnyRangeIsCoveredByAFewTicks) {
  std::mt19937_64 random(4);
  std::uniform_real_distribution<double> exponent(-12.0, 12.0);
  for (int i = 0; i < 2000; ++i) {
    const double low = (i % 2 == 0 ? -1.0 : 1.0) * std::pow(10.0, exponent(random));
    const double high = low + std::pow(10.0, exponent(random));
    const Axis axis = linear_axis(low, high, 6, AxisEnds::at_ticks);
    ASSERT_LE(axis.low, low + 1e-6 * (high - low)) << low << " " << high;
    ASSERT_GE(axis.high, high - 1e-6 * (high - low)) << low << " " << high;
    ASSERT_GE(axis.ticks.size(), 2U) << low << " " << high;
    ASSERT_LE(axis.ticks.size(), 14U) << low << " " << high;
  }
}

TEST(Axis, OneValueHasAnAxisAroundIt) {
  for (const double value : {0.0, 5.0, -0.25}) {
    const Axis axis = linear_axis(value, value, 5, AxisEnds::at_data);
    EXPECT_NEAR(axis.share(value), 0.5, 1e-12);
  }
  EXPECT_NEAR(log_axis(3.0, 3.0, 5).share(3.0), 0.5, 1e-12);
}

TEST(Axis, LogarithmicTicksArePowersOfTen) {
  EXPECT_EQ(texts(log_axis(1e-7, 10.0, 9)),
            (Texts{"1e-7", "1e-6", "1e-5", "1e-4", "1e-3", "1e-2", "1e-1", "1e0", "1e1"}));
  EXPECT_EQ(texts(log_axis(1e-7, 10.0, 4)), (Texts{"1e-7", "1e-5", "1e-3", "1e-1", "1e1"}));
  EXPECT_EQ(texts(log_axis(1.0, 30.0, 6)), (Texts{"1", "2", "5", "10", "20"}));
}

TEST(Axis, SharesFollowTheScale) {
  EXPECT_NEAR(linear_axis(0.0, 10.0, 5, AxisEnds::at_data).share(2.5), 0.25, 1e-12);
  EXPECT_NEAR(log_axis(1e-4, 1.0, 5).share(1e-3), 0.25, 1e-12);
}

TEST(NumberText, IsForPeople) {
  EXPECT_EQ(number_text(2562.0), "2,562");
  EXPECT_EQ(number_text(-1234567.0), "-1,234,567");
  EXPECT_EQ(number_text(0.12345), "0.123");
  EXPECT_EQ(number_text(12.5), "12.5");
  EXPECT_EQ(number_text(0.5), "0.5");
  EXPECT_EQ(number_text(1e-7), "1e-7");
  EXPECT_EQ(number_text(1.25e9), "1.25e9");
  EXPECT_EQ(number_text(1234.56), "1,235");
  EXPECT_EQ(number_text(1234.5), "1,234");
  EXPECT_EQ(number_text(123.456), "123");
  EXPECT_EQ(number_text(0.0), "0");
}

}  // namespace
}  // namespace chestlens
