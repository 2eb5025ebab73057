#include "plot/chart.hpp"

#include "svg_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

using test::count;
using test::is_balanced;
using test::matches;
using test::numbers;

TEST(LineChart, DrawsSeriesLegendAndMarkers) {
  const LineChart chart{
      .title = "Loss <by> epoch",
      .x_label = "epoch",
      .y_label = "loss",
      .series = {{"train", {1, 2, 3}, {3, 2, 1}}, {"validation", {1, 2, 3}, {3, 2.5, 2.4}}},
      .markers = {{2.0, "best & last"}}};
  const std::string svg = to_svg(chart);
  EXPECT_TRUE(is_balanced(svg)) << svg;
  EXPECT_EQ(count(svg, "<polyline"), 2U);
  EXPECT_EQ(count(svg, "<circle"), 6U);
  for (const char* text : {"Loss &lt;by&gt; epoch", ">epoch<", ">loss<", ">train<", ">validation<",
                           ">best &amp; last<"}) {
    EXPECT_THAT(svg, HasSubstr(text)) << text;
  }
  EXPECT_THAT(svg, Not(HasSubstr("<script")));
}

TEST(LineChart, ShadesABandInTheColorOfItsSeries) {
  LineChart chart{.title = "ROC",
                  .description = "a < b",
                  .unit_square = true,
                  .series = {{"one", {0, 1}, {0, 1}}},
                  .bands = {{{0.0, 0.5, 1.0}, {0.1, 0.2, NAN}, {0.3, 0.6, 1.0}}}};
  const std::string svg = to_svg(chart);
  EXPECT_TRUE(is_balanced(svg)) << svg;
  const auto points = matches(svg, "<polygon points=\"([^\"]*)\" fill=\"#0072b2\"");
  ASSERT_EQ(points.size(), 1U);
  EXPECT_EQ(count(points[0], ","), 4U) << "what is not a number is left out: " << points[0];
  EXPECT_THAT(svg, HasSubstr("<title>ROC</title>\n<desc>a &lt; b</desc>"));
  EXPECT_THAT(to_svg(LineChart{.title = "plain"}), Not(HasSubstr("<desc>")));
}

TEST(LineChart, ABandIsWithinThePlot) {
  const LineChart chart{.series = {{"", {0, 1}, {0.4, 0.5}}},
                        .bands = {{{0.0, 1.0}, {-3.0, 0.0}, {1.0, 7.0}}}};
  const auto labels = numbers(to_svg(chart), ">(-?[0-9.]+)</text>");
  EXPECT_LE(*std::ranges::min_element(labels), -3.0);
  EXPECT_GE(*std::ranges::max_element(labels), 7.0);
}

TEST(LineChart, LeavesGapsWhereValuesCannotBeDrawn) {
  LineChart chart{.series = {{"", {1, 2, 3, 4, 5}, {1, 2, NAN, 2, 1}}}};
  EXPECT_EQ(count(to_svg(chart), "<polyline"), 2U);
  chart.series[0].y[2] = 0.0;
  EXPECT_EQ(count(to_svg(chart), "<polyline"), 1U);
  chart.log_y = true;
  EXPECT_EQ(count(to_svg(chart), "<polyline"), 2U);
  chart.series[0].y[1] = -INFINITY;
  const std::string svg = to_svg(chart);
  EXPECT_EQ(count(svg, "<polyline"), 1U);
  EXPECT_EQ(count(svg, "<circle"), 3U);  // a lone point is still seen
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
}

TEST(LineChart, LogarithmicPositionsAreEvenByDecade) {
  const LineChart chart{.log_x = true, .series = {{"", {1e-4, 1e-3, 1e-2}, {1, 1, 2}}}};
  const auto x = numbers(to_svg(chart), " cx=\"([0-9.]+)\"");
  ASSERT_EQ(x.size(), 3U);
  EXPECT_NEAR(x[1] - x[0], x[2] - x[1], 0.02);
}

TEST(LineChart, MarkerLabelsDoNotCoverEachOther) {
  const LineChart chart{.series = {{"", {0, 10}, {0, 1}}},
                        .markers = {{5.0, "steepest"}, {5.1, "valley"}}};
  const std::string svg = to_svg(chart);
  const auto rows = matches(svg, "y=\"([0-9.]+)\"[^>]*>(?:steepest|valley)<");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_NE(rows[0], rows[1]);
}

TEST(LineChart, SpansAreShadedBehindTheGridAndCutToThePlot) {
  const LineChart chart{.series = {{"", {0, 10}, {0, 1}}},
                        .markers = {{4.0, "chosen"}},
                        .spans = {{2.0, 5.0, "95 %"}, {8.0, INFINITY, "open"}}};
  const std::string svg = to_svg(chart);
  EXPECT_TRUE(is_balanced(svg)) << svg;
  EXPECT_THAT(svg, HasSubstr("95 %: 2 to 5"));
  EXPECT_LT(svg.find("95 %: 2 to 5"), svg.find("<line"));
  const auto widths = numbers(svg, " width=\"([0-9.]+)\"[^>]*><title>");
  ASSERT_EQ(widths.size(), 2U);
  EXPECT_NEAR(widths[0] / 2.0, widths[1] / 3.0, 0.01);  // the rightmost first
}

TEST(LineChart, SpansWidenTheAxis) {
  const LineChart narrow{.series = {{"", {0, 10}, {0, 1}}}};
  LineChart wide = narrow;
  wide.spans = {{10.0, 20.0, ""}};
  EXPECT_THAT(to_svg(narrow), Not(HasSubstr(">20<")));
  EXPECT_THAT(to_svg(wide), HasSubstr(">20<"));
}

TEST(LineChart, UnitSquareIsSquareWhateverTheData) {
  const LineChart chart{.title = "ROC",
                        .x_label = "1 - specificity",
                        .y_label = "recall",
                        .unit_square = true,
                        .series = {{"a", {0.2, 0.4}, {0.3, 0.4}}, {"b", {0.2, 0.4}, {0.2, 0.4}}},
                        .guides = {{"chance", {0, 1}, {0, 1}}}};
  const std::string svg = to_svg(chart);
  EXPECT_TRUE(is_balanced(svg)) << svg;
  const auto corners = matches(svg, "points=\"([^\"]+)\"[^>]*stroke=\"#6b7280\"");
  ASSERT_EQ(corners.size(), 1U);
  double left = 0.0;
  double bottom = 0.0;
  double right = 0.0;
  double top = 0.0;
  ASSERT_EQ(std::sscanf(corners[0].c_str(), "%lf,%lf %lf,%lf", &left, &bottom, &right, &top), 4);
  EXPECT_NEAR(right - left, bottom - top, 0.02);
  EXPECT_GT(right - left, 300.0);
  EXPECT_EQ(count(svg, "<circle"), 0U);
  EXPECT_THAT(svg, HasSubstr("rotate(-45 "));  // "chance" lies on its line
  EXPECT_EQ(count(svg, ">chance<"), 1U);       // and is not in the legend
}

TEST(LineChart, PointsTellTheirValues) {
  const LineChart chart{.series = {{"recall", {0.5, 1.0}, {0.81, 0.9}}}};
  EXPECT_THAT(to_svg(chart), HasSubstr("<title>recall: 0.81 at 0.5</title></circle>"));
}

TEST(LineChart, NothingToDrawIsAnEmptyPlot) {
  EXPECT_TRUE(is_balanced(to_svg(LineChart{})));
  EXPECT_TRUE(
      is_balanced(to_svg(LineChart{.log_x = true, .log_y = true, .series = {{"", {-1}, {-1}}}})));
}

TEST(BarChart, BarsAreAsHighAsTheirValues) {
  const BarChart chart{.title = "Films",
                       .y_label = "films",
                       .categories = {"a", "b"},
                       .groups = {{"train", {100, 50}}}};
  const std::string svg = to_svg(chart);
  EXPECT_TRUE(is_balanced(svg)) << svg;
  const auto heights = numbers(svg, "height=\"([0-9.]+)\"[^>]*><title>");
  ASSERT_EQ(heights.size(), 2U);
  EXPECT_NEAR(heights[0], 2.0 * heights[1], 0.03);
  EXPECT_THAT(svg, HasSubstr(">100</text>"));
  EXPECT_THAT(svg, HasSubstr("a, train: 100"));
}

TEST(BarChart, StackedBarsPrintTheirSum) {
  const BarChart chart{.categories = {"a"}, .groups = {{"x", {20}}, {"y", {30}}}, .stacked = true};
  const std::string svg = to_svg(chart);
  for (const char* text : {">20</text>", ">30</text>", ">50</text>"}) {
    EXPECT_THAT(svg, HasSubstr(text)) << text;
  }
}

TEST(BarChart, MissingValuesHaveNoBar) {
  const BarChart chart{.categories = {"a", "b", "c"}, .groups = {{"x", {1, NAN}}}};
  EXPECT_EQ(count(to_svg(chart), "<rect"), 2U);  // the card and one bar
  EXPECT_TRUE(is_balanced(to_svg(BarChart{})));
}

TEST(BarChart, SectionsStandApartUnderTheirCategories) {
  const BarChart chart{.categories = {"train", "test", "train", "test"},
                       .sections = {"sick", "well"},
                       .groups = {{"films", {1, 2, 3, 4}}}};
  const std::string svg = to_svg(chart);
  EXPECT_TRUE(is_balanced(svg)) << svg;
  EXPECT_THAT(svg, HasSubstr("well, train, films: 3"));
  const auto bars = numbers(svg, "<rect x=\"([0-9.]+)\"[^>]*><title>");
  ASSERT_EQ(bars.size(), 4U);
  EXPECT_GT(bars[2] - bars[1], 1.4 * (bars[1] - bars[0]));
  EXPECT_NEAR(bars[3] - bars[2], bars[1] - bars[0], 0.02);
  EXPECT_EQ(count(svg, ">sick<"), 1U);
}

TEST(BarChart, LongNamesAreTilted) {
  const BarChart chart{.categories = {"ieee8023/covid-chestxray-dataset", "a hospital of the north",
                                      "c", "d", "e", "f"},
                       .groups = {{"films", {1, 2, 3, 4, 5, 6}}}};
  EXPECT_THAT(to_svg(chart), HasSubstr("rotate(-30 "));
}

}  // namespace
}  // namespace chestlens
