#include <chestlens/share_text.hpp>

#include <gtest/gtest.h>

namespace chestlens {
namespace {

TEST(ShareText, IsInHundredthsWithOneDecimal) {
  EXPECT_EQ(in_percent(0.97249), "97.2");
  EXPECT_EQ(in_percent(1.0), "100.0");
  EXPECT_EQ(in_percent(-0.031), "-3.1");
  EXPECT_EQ(in_percent(0.831, 0.799, 0.86), "83.1 (79.9 to 86.0)");
}

TEST(ShareText, GivesZeroNoSign) {
  EXPECT_EQ(in_percent(-0.0004), "0.0");
  EXPECT_EQ(in_percent(-0.0006), "-0.1");
}

}  // namespace
}  // namespace chestlens
