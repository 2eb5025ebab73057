#include "io/markdown.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace chestlens {
namespace {

TEST(Markdown, NamesStandToTheLeftAndFiguresToTheRight) {
  EXPECT_EQ(markdown_table({"class", "films"}, {{"covid19", "41"}, {"normal", "224"}}),
            "| class | films |\n|---|---:|\n| covid19 | 41 |\n| normal | 224 |\n");
  EXPECT_EQ(markdown_table({"a", "b", "c"}, {}, 2), "| a | b | c |\n|---|---|---:|\n");
}

TEST(Markdown, SharesComeWithTheirIntervals) {
  EXPECT_EQ(with_interval(0.831, {0.798, 0.86}), "83.1 (79.8-86.0)");
  EXPECT_EQ(with_interval(Estimate{std::nan(""), {}}), "-");
  EXPECT_EQ(with_interval(0.831, {std::nan(""), std::nan("")}), "83.1");
}

TEST(Markdown, DifferencesHaveASignAndZeroHasNone) {
  EXPECT_EQ(difference_text(0.0234, {0.004, 0.0412}), "+2.3 (0.4 to 4.1)");
  EXPECT_EQ(difference_text(-0.0002, {-0.01, 0.01}), "0.0 (-1.0 to 1.0)");
  EXPECT_EQ(difference_text(std::nan(""), {-1.0, 1.0}), "-");
}

TEST(Markdown, SmallPValuesHaveABound) {
  EXPECT_EQ(p_text(0.0342), "0.034");
  EXPECT_EQ(p_text(0.0009), "<0.001");
  EXPECT_EQ(p_text(std::nan("")), "-");
}

}  // namespace
}  // namespace chestlens
