#include <gtest/gtest.h>
#include <viewer/windowing.hpp>

namespace chestlens::viewer {
namespace {

TEST(Windowing, LevelAndWidthAreTheMiddleAndTheSpan) {
  const LevelWidth window = level_width({20, 120, false});
  EXPECT_DOUBLE_EQ(window.level, 70);
  EXPECT_DOUBLE_EQ(window.width, 100);
}

TEST(Windowing, RoundTripsAndKeepsInversion) {
  const Window start = {20, 120, true};
  const Window back = with_level_width(start, level_width(start), 255);
  EXPECT_DOUBLE_EQ(back.low_level, 20);
  EXPECT_DOUBLE_EQ(back.high_level, 120);
  EXPECT_TRUE(back.invert);
}

TEST(Windowing, StaysWithinTheFilmsLevels) {
  const Window wide = with_level_width({}, {1e9, 1e9}, 4095);
  EXPECT_DOUBLE_EQ(level_width(wide).level, 4095);
  EXPECT_DOUBLE_EQ(level_width(wide).width, 4095);
  const Window narrow = with_level_width({}, {-5, -5}, 4095);
  EXPECT_DOUBLE_EQ(level_width(narrow).level, 0);
  EXPECT_DOUBLE_EQ(level_width(narrow).width, 1);
}

TEST(Windowing, DragToTheRightWidensAndUpwardsBrightens) {
  const Window start = {100, 300, false};
  const LevelWidth dragged = level_width(drag_window(start, 64, -32, 1024));
  EXPECT_DOUBLE_EQ(dragged.width, 200 + 128);
  EXPECT_DOUBLE_EQ(dragged.level, 200 - 64);
}

}  // namespace
}  // namespace chestlens::viewer
