#include "plot/interval_chart.hpp"

#include "svg_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

IntervalChart example() {
  return {.title = "What was found",
          .x_label = "%",
          .groups = {{"One <model>",
                      {{.name = "border only",
                        .value = 0.7,
                        .low = 0.6,
                        .high = 0.8,
                        .chance = 0.5,
                        .chance_high = 0.55,
                        .is_marked = true,
                        .remark = "convicts"},
                       {.name = "text", .value = 0.5, .low = 0.4, .high = 0.6}}}},
          .plain = "found",
          .marked = "convicts",
          .chance = "chance"};
}

TEST(IntervalChart, HasADotAnIntervalAndWhatChanceReaches) {
  const std::string svg = to_svg(example());
  EXPECT_TRUE(test::is_balanced(svg)) << svg;
  EXPECT_EQ(test::count(svg, "<polygon"), 2U);  // in the legend and in its row
  EXPECT_EQ(test::count(svg, "<circle"), 2U);
  EXPECT_THAT(svg, HasSubstr("One &lt;model&gt;"));
  EXPECT_THAT(svg, HasSubstr("text: 50.0 % (40.0 to 60.0)"));
  const auto left = test::numbers(svg,
                                  "<rect x=\"([0-9.]+)\" y=\"[0-9.]+\" width=\"[0-9.]+\" "
                                  "height=\"14\"");
  const auto width = test::numbers(svg, "width=\"([0-9.]+)\" height=\"14\"");
  ASSERT_EQ(width.size(), 2U);  // the legend's, then the row's
  const auto ends = test::numbers(svg, "x1=\"([0-9.]+)\"[^>]*stroke-width=\"2.5\"");
  ASSERT_EQ(ends.size(), 2U);
  // 0.6 is as far from 0.4 as 0.5 to 0.55 four times, and chance begins in the middle of them.
  EXPECT_NEAR(ends[0] - ends[1], 4.0 * width[1], 0.05);
  EXPECT_NEAR(left[1], (ends[0] + ends[1]) / 2.0, 0.05);
}

TEST(IntervalChart, WhatIsNotKnownIsLeftOut) {
  IntervalChart chart = example();
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  chart.chance.clear();
  chart.groups[0].rows[0].chance = unknown;
  chart.groups[0].rows[1].value = unknown;
  const std::string svg = to_svg(chart);
  EXPECT_EQ(test::count(svg, "height=\"14\""), 0U);
  EXPECT_EQ(test::count(svg, "<circle"), 1U);  // the legend's
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace chestlens
