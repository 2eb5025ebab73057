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

}  // namespace
}  // namespace chestlens
