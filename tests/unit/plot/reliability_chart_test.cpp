#include "plot/chart.hpp"
#include "svg_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

using test::count;
using test::is_balanced;
using test::numbers;

const ReliabilityCurve before{
    .name = "before",
    .bins = {{0.0, 0.5, 0, 0.0, 0.0}, {0.5, 0.75, 100, 0.65, 0.55}, {0.75, 1.0, 300, 0.95, 0.85}}};
const ReliabilityCurve after{
    .name = "after",
    .bins = {{0.0, 0.5, 0, 0.0, 0.0}, {0.5, 0.75, 1, 0.6, 1.0}, {0.75, 1.0, 399, 0.9, 0.9}}};

TEST(ReliabilityChart, DrawsBinsThatHaveFilms) {
  const std::string svg = to_svg(ReliabilityChart{.title = "Calibration", .curves = {before}});
  EXPECT_TRUE(is_balanced(svg)) << svg;
  EXPECT_EQ(count(svg, "<circle"), 2U);
  EXPECT_EQ(count(svg, "<rect"), 3U);  // the card and two bars of the strip
  for (const char* text :
       {"before, ECE 10.0 %<", "before: confidence 65.0 %, accuracy 55.0 %, 100 films",
        "before, confidence 0.75 to 1: 300 films"}) {
    EXPECT_THAT(svg, HasSubstr(text)) << text;
  }
  const auto bars = numbers(svg, "height=\"([0-9.]+)\"[^>]*><title>");
  ASSERT_EQ(bars.size(), 2U);
  EXPECT_NEAR(3.0 * bars[0], bars[1], 0.05);
}

TEST(ReliabilityChart, ComparesBeforeAndAfter) {
  const std::string svg = to_svg(ReliabilityChart{.curves = {before, after}});
  EXPECT_TRUE(is_balanced(svg));
  EXPECT_EQ(count(svg, "<circle"), 4U);
  EXPECT_EQ(count(svg, ", ECE "), 2U);
  EXPECT_THAT(svg, HasSubstr(", 1 film<"));
}

TEST(ReliabilityChart, ALegendMayHaveAnErrorOfItsOwn) {
  ReliabilityCurve curve = before;
  curve.error = 0.021;
  EXPECT_NE(to_svg(ReliabilityChart{.curves = {curve}}).find("ECE 2.1 %"), std::string::npos);
}

TEST(ReliabilityChart, AccuracyStandsAtItsConfidence) {
  const std::string svg = to_svg(ReliabilityChart{.curves = {after}});
  const auto x = numbers(svg, " cx=\"([0-9.]+)\"");
  const auto y = numbers(svg, " cy=\"([0-9.]+)\"");
  ASSERT_EQ(x.size(), 2U);
  // From (0.6, 1.0) to (0.9, 0.9) on a square plot.
  EXPECT_NEAR((x[1] - x[0]) / 3.0, y[1] - y[0], 0.02);
}

TEST(ReliabilityChart, NothingToDrawIsAnEmptyPlot) {
  EXPECT_TRUE(is_balanced(to_svg(ReliabilityChart{})));
  const std::string svg = to_svg(ReliabilityChart{.curves = {{"none", {{0.0, 1.0, 0, 0.0, 0.0}}}}});
  EXPECT_TRUE(is_balanced(svg));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace chestlens
