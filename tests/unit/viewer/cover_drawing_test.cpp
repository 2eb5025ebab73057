#include <gtest/gtest.h>
#include <viewer/cover_drawing.hpp>

namespace chestlens::viewer {
namespace {

constexpr FilmSize film = {200, 100};

TEST(CoverDrawing, ABoxGoesFromAnyCornerToTheOther) {
  auto area = begin_area(CoverTool::rectangle, {50.5, 40.5}, film, 0.1).value();
  extend_area(area, {50.5, 40.5}, {20.2, 60.9});
  EXPECT_EQ(std::get<RectangleArea>(area).box, (Box{20, 40, 51, 61}));
  EXPECT_TRUE(is_drawn(area));
  auto ellipse = begin_area(CoverTool::ellipse, {50.0, 40.0}, film, 0.1).value();
  EXPECT_FALSE(is_drawn(ellipse));
  extend_area(ellipse, {50.0, 40.0}, {60.0, 40.0});
  EXPECT_FALSE(is_drawn(ellipse)) << "a line has no area";
}

TEST(CoverDrawing, ABrushLeavesItsWay) {
  auto area = begin_area(CoverTool::brush, {10.0, 10.0}, film, 0.1).value();
  extend_area(area, {10.0, 10.0}, {10.4, 10.0});  // too near to be told apart
  extend_area(area, {10.0, 10.0}, {13.0, 14.0});
  const BrushStroke& stroke = std::get<BrushArea>(area).strokes.front();
  EXPECT_EQ(stroke.points, (std::vector<FilmPoint>{{10.0, 10.0}, {13.0, 14.0}}));
  EXPECT_DOUBLE_EQ(stroke.radius_pixels, 10.0);
  EXPECT_TRUE(is_drawn(area));
}

TEST(CoverDrawing, TheToolThatMovesDrawsNothing) {
  EXPECT_FALSE(begin_area(CoverTool::move, {10.0, 10.0}, film, 0.1));
}

}  // namespace
}  // namespace chestlens::viewer
