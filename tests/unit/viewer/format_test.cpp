#include <gtest/gtest.h>
#include <viewer/format.hpp>

#include <cmath>

namespace chestlens::viewer {
namespace {

TEST(Format, PercentNeverClaimsCertaintyThatIsNotThere) {
  EXPECT_EQ(format_percent(0.873), "87.3 %");
  EXPECT_EQ(format_percent(0.9996), ">99.9 %");
  EXPECT_EQ(format_percent(0.0004), "<0.1 %");
  EXPECT_EQ(format_percent(0.0), "0.0 %");
  EXPECT_EQ(format_percent(1.0), "100.0 %");
}

TEST(Format, Milliseconds) {
  EXPECT_EQ(format_milliseconds(0.44), "0.4 ms");
  EXPECT_EQ(format_milliseconds(9.96), "10 ms");
  EXPECT_EQ(format_milliseconds(12.3), "12 ms");
  EXPECT_EQ(format_milliseconds(1530), "1.53 s");
  EXPECT_EQ(format_milliseconds(std::nan("")), "\u2013");
}

TEST(Format, DistancesHaveThreeDigits) {
  EXPECT_EQ(format_distance(8.0), "8.00");
  EXPECT_EQ(format_distance(9.996), "10.0");
  EXPECT_EQ(format_distance(99.96), "100");
  EXPECT_EQ(format_distance(1234.5), "1234");
}

TEST(Format, Sentences) {
  EXPECT_EQ(sentence("the file is empty"), "The file is empty.");
  EXPECT_EQ(sentence("PNG truncated!"), "PNG truncated!");
  EXPECT_EQ(sentence(""), "");
  EXPECT_EQ(capitalized("all 10 are from S"), "All 10 are from S");
}

TEST(Format, FiguresHaveThreeDigits) {
  EXPECT_EQ(format_figure(0.8412), "0.841");
  EXPECT_EQ(format_figure(12.345), "12.3");
  EXPECT_EQ(format_figure(1234.4), "1,234");
  EXPECT_EQ(format_figure(0.0), "0");
  EXPECT_EQ(format_figure(std::nan("")), "\u2013");
}

}  // namespace
}  // namespace chestlens::viewer
