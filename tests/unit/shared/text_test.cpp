#include <chestlens/text.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace chestlens {
namespace {

TEST(Text, GroupsDigits) {
  EXPECT_EQ(group_digits(0), "0");
  EXPECT_EQ(group_digits(999), "999");
  EXPECT_EQ(group_digits(2048), "2,048");
  EXPECT_EQ(group_digits(1234567), "1,234,567");
  EXPECT_EQ(group_digits(-123), "-123");
  EXPECT_EQ(group_digits(-1234), "-1,234");
  EXPECT_EQ(describe_size(20000, 500), "20,000 x 500");
}

TEST(Text, WritesTheShortestDecimalThatReadsBack) {
  EXPECT_EQ(describe_number(0.1), "0.1");
  EXPECT_EQ(describe_number(1.0 / 3.0), "0.3333333333333333");
  EXPECT_EQ(describe_number(100000.0), "100000");
  EXPECT_EQ(describe_number(1e-7), "1e-07");
  EXPECT_EQ(describe_number(std::numeric_limits<double>::infinity()), "inf");
}

}  // namespace
}  // namespace chestlens
