#include "plot/chart.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <regex>
#include <string>

namespace chestlens {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

/// Every tag is closed in order.
bool is_balanced(const std::string& svg) {
  std::vector<std::string> open;
  const std::regex tag("<(/?)([a-z]+)([^<>]*?)(/?)>");
  for (auto at = std::sregex_iterator(svg.begin(), svg.end(), tag); at != std::sregex_iterator();
       ++at) {
    const std::smatch& match = *at;
    if (match[1].length() == 0 && match[4].length() == 0) open.push_back(match[2]);
    if (match[1].length() == 0) continue;
    if (open.empty() || open.back() != match[2]) return false;
    open.pop_back();
  }
  return open.empty() && svg.starts_with("<svg ") && svg.ends_with("</svg>\n");
}

/// All numbers after the attribute's name.
std::vector<double> attributes(const std::string& svg, const std::string& name) {
  std::vector<double> values;
  const std::regex pattern(" " + name + "=\"(-?[0-9.]+)\"");
  for (auto at = std::sregex_iterator(svg.begin(), svg.end(), pattern);
       at != std::sregex_iterator(); ++at) {
    values.push_back(std::stod((*at)[1]));
  }
  return values;
}

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
    EXPECT_NE(svg.find(text), std::string::npos) << text;
  }
  EXPECT_EQ(svg.find("<script"), std::string::npos);
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
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_EQ(svg.find("inf"), std::string::npos);
}

TEST(LineChart, LogarithmicPositionsAreEvenByDecade) {
  const LineChart chart{.log_x = true, .series = {{"", {1e-4, 1e-3, 1e-2}, {1, 1, 2}}}};
  const auto x = attributes(to_svg(chart), "cx");
  ASSERT_EQ(x.size(), 3U);
  EXPECT_NEAR(x[1] - x[0], x[2] - x[1], 0.02);
}

TEST(LineChart, MarkerLabelsDoNotCoverEachOther) {
  const LineChart chart{.series = {{"", {0, 10}, {0, 1}}},
                        .markers = {{5.0, "steepest"}, {5.1, "valley"}}};
  const std::string svg = to_svg(chart);
  const std::regex label("y=\"([0-9.]+)\"[^>]*>(steepest|valley)<");
  std::vector<std::string> rows;
  for (auto at = std::sregex_iterator(svg.begin(), svg.end(), label); at != std::sregex_iterator();
       ++at) {
    rows.push_back((*at)[1]);
  }
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_NE(rows[0], rows[1]);
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
  const std::regex bar("height=\"([0-9.]+)\"[^>]*><title>");
  std::vector<double> heights;
  for (auto at = std::sregex_iterator(svg.begin(), svg.end(), bar); at != std::sregex_iterator();
       ++at) {
    heights.push_back(std::stod((*at)[1]));
  }
  ASSERT_EQ(heights.size(), 2U);
  EXPECT_NEAR(heights[0], 2.0 * heights[1], 0.03);
  EXPECT_NE(svg.find(">100</text>"), std::string::npos);
  EXPECT_NE(svg.find("a, train: 100"), std::string::npos);
}

TEST(BarChart, StackedBarsPrintTheirSum) {
  const BarChart chart{.categories = {"a"}, .groups = {{"x", {20}}, {"y", {30}}}, .stacked = true};
  const std::string svg = to_svg(chart);
  for (const char* text : {">20</text>", ">30</text>", ">50</text>"}) {
    EXPECT_NE(svg.find(text), std::string::npos) << text;
  }
}

TEST(BarChart, MissingValuesHaveNoBar) {
  const BarChart chart{.categories = {"a", "b", "c"}, .groups = {{"x", {1, NAN}}}};
  EXPECT_EQ(count(to_svg(chart), "<rect"), 2U);  // the card and one bar
  EXPECT_TRUE(is_balanced(to_svg(BarChart{})));
}

TEST(BarChart, LongNamesAreTilted) {
  const BarChart chart{.categories = {"ieee8023/covid-chestxray-dataset", "a hospital of the north",
                                      "c", "d", "e", "f"},
                       .groups = {{"films", {1, 2, 3, 4, 5, 6}}}};
  EXPECT_NE(to_svg(chart).find("rotate(-30 "), std::string::npos);
}

}  // namespace
}  // namespace chestlens
