#include <chestlens/audit_power.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

TEST(AuditPower, HasIntervalsOfItsCounts) {
  const auto power = audit_power();
  ASSERT_EQ(power.size(), 7U);
  EXPECT_EQ(power.front().networks, 30);
  EXPECT_NEAR(power.front().interval.low, 0.886, 5e-4);  // 30 / (30 + 1.96^2)
  EXPECT_DOUBLE_EQ(power.front().interval.high, 1.0);
  EXPECT_TRUE(power.back().is_clean);
  EXPECT_NEAR(power.back().interval.high, 0.236, 5e-4);
}

TEST(AuditPower, IsSaidWithItsSource) {
  const std::string text = audit_power_in_words();
  EXPECT_THAT(text, HasSubstr("generated films"));
  EXPECT_THAT(text, HasSubstr("(tests/bench/audit_power.sh)"));
  EXPECT_THAT(text, HasSubstr("border, faint, 6 of 6;"));
  EXPECT_THAT(text, HasSubstr("without a clue, 1 of 20, falsely."));
}

}  // namespace
}  // namespace chestlens
