#include "plot/scatter_chart.hpp"

#include "svg_reader.hpp"

#include <chestlens/decode.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>

namespace chestlens {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

using test::count;
using test::is_balanced;
using test::matches;

/// Four points at the corners of a rectangle that is twice as wide as high, and two panels of them.
ScatterChart small_chart() {
  ScatterRow row{.legend = "Class",
                 .groups = {{.name = "normal 2"}, {.name = "other", .is_rest = true}},
                 .group_of = {0, 0, 1, 1},
                 .panels = {}};
  for (const char* title : {"first", "second"}) {
    row.panels.push_back({.title = title,
                          .subtitle = "silhouette 0.5",
                          .x = {0.0F, 4.0F, 0.0F, 4.0F},
                          .y = {0.0F, 0.0F, 2.0F, 2.0F}});
  }
  return {.title = "Maps",
          .description = "Two maps",
          .rows = {row, row},
          .notes = {"The eye deceives."}};
}

struct Dots {
  std::string color;
  std::vector<std::pair<double, double>> at;
};

/// The chart's dots, path by path.
std::vector<Dots> dots_of(const std::string& svg) {
  std::vector<Dots> dots;
  const auto paths = matches(svg, "<path[^>]* d=\"([^\"]*)\"");
  const auto colors = matches(svg, "<path[^>]* stroke=\"([^\"]*)\"");
  for (std::size_t i = 0; i < paths.size(); ++i) {
    Dots some{colors[i], {}};
    std::string path = paths[i];
    for (char& letter : path) {
      if (letter == 'M' || letter == 'h') letter = ' ';
    }
    std::istringstream numbers(path);
    for (double x = 0.0, y = 0.0, length = 0.0; numbers >> x >> y >> length;) {
      some.at.emplace_back(x, y);
    }
    dots.push_back(some);
  }
  return dots;
}

TEST(ScatterChart, DrawsEveryPointInItsGroupsColor) {
  const std::string svg = to_svg(small_chart());
  EXPECT_TRUE(is_balanced(svg)) << svg;
  std::size_t normal = 0, rest = 0;
  for (const Dots& dots : dots_of(svg)) {
    (dots.color == "#9ca3af" ? rest : normal) += dots.at.size();
  }
  EXPECT_EQ(normal, 2U * (1 + 4));  // of each row the legend's and both panels'
  EXPECT_EQ(rest, 2U * (1 + 4));
  for (const char* text : {">Class<", ">normal 2<", ">other<", ">first<", ">second<",
                           ">silhouette 0.5<", ">The eye deceives.<", "<desc>Two maps"}) {
    EXPECT_THAT(svg, HasSubstr(text));
  }
}

TEST(ScatterChart, AxesAreEquallyLong) {
  ScatterChart chart = small_chart();
  chart.rows.resize(1);
  chart.rows[0].panels.resize(1);
  double left = 1e9, right = 0.0, top = 1e9, bottom = 0.0;
  for (const Dots& dots : dots_of(to_svg(chart))) {
    for (const auto& [x, y] : dots.at) {
      if (y < 110.0) continue;  // the legend's
      left = std::min(left, x);
      right = std::max(right, x);
      top = std::min(top, y);
      bottom = std::max(bottom, y);
    }
  }
  EXPECT_NEAR((right - left) / (bottom - top), 2.0, 1e-3);
}

// A group that were always drawn last would hide the others.
TEST(ScatterChart, GroupsTakeTurnsOnTop) {
  ScatterChart chart = small_chart();
  ScatterRow& row = chart.rows[0];
  for (int i = 0; i < 400; ++i) {
    row.group_of.push_back(static_cast<std::size_t>(i % 2));
    for (ScatterPanel& panel : row.panels) {
      panel.x.push_back(static_cast<float>(i % 20));
      panel.y.push_back(static_cast<float>(i / 20));
    }
  }
  std::string order;
  for (const Dots& dots : dots_of(to_svg(chart))) order += dots.color == "#9ca3af" ? 'r' : 'n';
  EXPECT_THAT(order, HasSubstr("nrnrnrnr"));
}

TEST(ScatterChart, MarksStandInTheirPanel) {
  ScatterChart chart = small_chart();
  chart.rows[0].panels[1].marks = {{.x = 9.0, .y = 1.0, .label = "1"}};
  const std::string svg = to_svg(chart);
  EXPECT_TRUE(is_balanced(svg));
  EXPECT_EQ(count(svg, "<circle"), 2U);  // a ring and its rim
  EXPECT_THAT(svg, HasSubstr(">1</text>"));
}

TEST(ScatterChart, OfNoPointsOrOneIsDrawn) {
  EXPECT_TRUE(is_balanced(to_svg(ScatterChart{})));
  ScatterChart chart = small_chart();
  chart.rows.resize(1);
  chart.rows[0].group_of = {0};
  chart.rows[0].panels = {{.x = {3.0F}, .y = {3.0F}}};
  EXPECT_THAT(to_svg(chart), Not(HasSubstr("nan")));
}

TEST(ScatterChart, LongLegendsAndNotesBreak) {
  ScatterChart chart = small_chart();
  chart.rows.resize(1);
  for (int i = 0; i < 5; ++i) {
    chart.rows[0].groups.push_back({.name = "a rather long name of a source " + std::to_string(i)});
  }
  chart.notes = {std::string(40, 'a') + " " + std::string(90, 'b') + " " + std::string(90, 'c')};
  const auto lines = matches(to_svg(chart), ">([abc ]{20,})</text>");
  EXPECT_GE(lines.size(), 2U);
  std::set<double> rows;
  for (const Dots& dots : dots_of(to_svg(chart))) {
    if (dots.at.size() == 1) rows.insert(dots.at.front().second);
  }
  EXPECT_GE(rows.size(), 2U);
}

TEST(ScatterChart, IsAPngOfTwiceThePixels) {
  const ScatterChart chart = small_chart();
  const std::string svg = to_svg(chart);
  const double width = test::numbers(svg, "<svg[^>]* width=\"([0-9.]+)\"").at(0);
  const auto png = to_png(chart);
  ASSERT_TRUE(png);
  const auto picture = decode_image(*png);
  ASSERT_TRUE(picture);
  EXPECT_NEAR(picture->width_pixels, 2.0 * width, 1.0);
  // The dots of both are at the same places: the first group's blue is dark there.
  for (const Dots& dots : dots_of(svg)) {
    if (dots.color != "#0072b2") continue;
    for (const auto& [x, y] : dots.at) {
      const auto at = area_pixels(picture->width_pixels, static_cast<int>(2.0 * y)) +
                      static_cast<std::size_t>(2.0 * x);
      EXPECT_LT(picture->pixels[at], 140) << x << ' ' << y;
    }
  }
}

}  // namespace
}  // namespace chestlens
