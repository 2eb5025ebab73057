#include "plot/chart.hpp"
#include "plot/shade.hpp"
#include "svg_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

using test::count;
using test::is_balanced;
using test::matches;

ConfusionChart chart_of(std::vector<std::string> classes, std::vector<std::int64_t> counts) {
  const auto size = static_cast<int>(classes.size());
  return {
      .title = "Validation", .classes = std::move(classes), .matrix = {size, std::move(counts)}};
}

TEST(ConfusionChart, CellsShowCountAndShareOfTheirRow) {
  const std::string svg = to_svg(chart_of({"sick", "well"}, {30, 10, 0, 2000}));
  EXPECT_TRUE(is_balanced(svg)) << svg;
  for (const char* text :
       {">30<", ">75.0 %<", ">25.0 %<", ">2,000<", ">100.0 %<", ">40 films<", ">true<",
        ">predicted<", "true sick, predicted well: 10 of 40 films (25.0 %)"}) {
    EXPECT_THAT(svg, HasSubstr(text)) << text;
  }
  EXPECT_EQ(count(svg, "<rect"), 5U);  // the card and four cells
  EXPECT_THAT(svg, Not(HasSubstr(" *<")));
  EXPECT_THAT(svg, Not(HasSubstr("fewer than")));
}

TEST(ConfusionChart, CellsAreShadedByTheirShare) {
  const std::string svg = to_svg(chart_of({"sick", "well"}, {30, 10, 0, 2000}));
  EXPECT_EQ(matches(svg, "fill=\"(#[0-9a-f]+)\"><title>"),
            (std::vector<std::string>{shade(0.75), shade(0.25), shade(0.0), shade(1.0)}));
}

TEST(ConfusionChart, FlagsRowsOfFewFilms) {
  const std::string svg = to_svg(chart_of({"sick", "well"}, {20, 9, 0, 30}));
  EXPECT_EQ(count(svg, ">sick *<"), 1U);
  EXPECT_EQ(count(svg, ">well *<"), 0U);
  EXPECT_EQ(count(svg, "* fewer than 30 films"), 1U);
}

TEST(ConfusionChart, ARowWithoutFilmsHasNoShares) {
  const std::string svg = to_svg(chart_of({"sick", "well"}, {0, 0, 1, 39}));
  EXPECT_TRUE(is_balanced(svg));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, HasSubstr("true sick, predicted well: 0 of 0 films<"));
  EXPECT_TRUE(is_balanced(to_svg(ConfusionChart{})));
}

TEST(Shade, DarkensWithItsShare) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_GT(relative_luminance(shade(i / 100.0)), relative_luminance(shade((i + 1) / 100.0)));
  }
  EXPECT_EQ(shade(-1.0), shade(0.0));
  EXPECT_EQ(shade(2.0), shade(1.0));
}

TEST(Shade, TextReadsOnEveryShade) {
  EXPECT_NEAR(relative_luminance("#ffffff"), 1.0, 1e-12);
  EXPECT_NEAR(relative_luminance("#808080"), 0.2158605, 1e-6);
  for (int i = 0; i <= 1000; ++i) {
    const std::string ground = shade(i / 1000.0);
    const double one = relative_luminance(ground) + 0.05;
    const double other = relative_luminance(text_on(ground)) + 0.05;
    EXPECT_GE(std::max(one, other) / std::min(one, other), 4.5) << ground;
  }
}

}  // namespace
}  // namespace chestlens
