#include "phantom/canvas.hpp"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include <cmath>
#include <numbers>

namespace chestlens::phantom {
namespace {

View upright_view() {
  return {{200, 160}, 10.0, 0.0, {1.0, 2.0}};
}

/// Integral of a plane of cm over the canvas, in cm^3.
double volume(const Plane& plane, const View& view) {
  return cv::sum(plane)[0] / (view.pixels_per_cm * view.pixels_per_cm);
}

TEST(View, PixelsAndCentimetresAreInverse) {
  View view = upright_view();
  view.angle_radians = 0.3;
  const Point there = view.to_pixels({3.0, -1.0});
  const Point back = view.to_cm(there);
  EXPECT_NEAR(back.x, 3.0, 1e-9);
  EXPECT_NEAR(back.y, -1.0, 1e-9);
  const Point middle = view.to_pixels(view.center);
  EXPECT_NEAR(middle.x, 100.0, 1e-9);
  EXPECT_NEAR(middle.y, 80.0, 1e-9);
}

TEST(View, PixelGridIsToCmOfPixelMiddles) {
  View view = upright_view();
  view.angle_radians = -0.2;
  const Point grid = PixelGrid(view).at(37, 91);
  const Point exact = view.to_cm({37.5, 91.5});
  EXPECT_NEAR(grid.x, exact.x, 1e-9);
  EXPECT_NEAR(grid.y, exact.y, 1e-9);
}

TEST(Spline, PassesThroughItsKnots) {
  const std::vector<Point> knots{{0.0, 0.0}, {1.0, 2.0}, {4.0, 1.0}};
  const std::vector<Point> line = spline(knots, 5);
  ASSERT_EQ(line.size(), 11U);
  for (std::size_t i = 0; i < knots.size(); ++i) EXPECT_LT(cv::norm(line[5 * i] - knots[i]), 1e-12);
}

TEST(DepthInside, OfASquare) {
  const View view = upright_view();
  const std::vector<Point> square{{-3.0, -2.0}, {5.0, -2.0}, {5.0, 6.0}, {-3.0, 6.0}};
  const Plane depth = depth_inside(view, square);
  EXPECT_NEAR(static_cast<double>(depth(80, 100)), 4.0, 0.15);
  EXPECT_EQ(depth(80, 40), 0.0F);
  const Plane shape = rounded(depth, 2.0);
  EXPECT_EQ(shape(80, 100), 1.0F);
  EXPECT_EQ(shape(80, 40), 0.0F);
}

TEST(AddTube, SolidTubeHasTheVolumeOfACylinderWithRoundEnds) {
  const View view = upright_view();
  Plane plane(view.canvas, 0.0F);
  const double radius = 0.8;
  const std::vector<TubePoint> tube{{{-3.0, 2.0}, radius, 1.0}, {{3.0, 2.0}, radius, 1.0}};
  add_solid_tube(plane, view, tube);
  const double cylinder = std::numbers::pi * radius * radius * 6.0;
  const double ends = 4.0 / 3.0 * std::numbers::pi * std::pow(radius, 3.0);
  EXPECT_NEAR(volume(plane, view), cylinder + ends, 0.02 * cylinder);
}

TEST(AddTube, WallOfAHollowTubeIsBrighterThanItsMiddle) {
  const View view = upright_view();
  Plane plane(view.canvas, 0.0F);
  const std::vector<TubePoint> tube{{{-3.0, 2.0}, 1.0, 1.0}, {{3.0, 2.0}, 1.0, 1.0}};
  add_tube(plane, view, tube, 0.2, 0.0);
  EXPECT_NEAR(static_cast<double>(plane(80, 100)), 2.0 * 0.2, 0.01);  // through both walls
  const double along_wall = 2.0 * (std::sqrt(1.0 - 0.75 * 0.75) - std::sqrt(0.64 - 0.75 * 0.75));
  EXPECT_NEAR(static_cast<double>(plane(80 - 8, 100)), along_wall, 0.01);
  EXPECT_EQ(plane(80 - 12, 100), 0.0F);
}

TEST(AddTube, ThinnerThanAPixelKeepsItsVolume) {
  const View view = upright_view();
  Plane plane(view.canvas, 0.0F);
  const std::vector<TubePoint> tube{{{-4.0, 1.3}, 0.02, 1.0}, {{4.0, 2.2}, 0.02, 1.0}};
  add_solid_tube(plane, view, tube);
  const double cylinder = std::numbers::pi * 0.02 * 0.02 * std::hypot(8.0, 0.9);
  EXPECT_NEAR(volume(plane, view), cylinder, 0.1 * cylinder);
}

TEST(AddTube, OffTheCanvasChangesNothing) {
  const View view = upright_view();
  Plane plane(view.canvas, 0.0F);
  const std::vector<TubePoint> tube{{{50.0, 50.0}, 1.0, 1.0}, {{60.0, 50.0}, 1.0, 1.0}};
  add_solid_tube(plane, view, tube);
  EXPECT_EQ(cv::countNonZero(plane), 0);
}

TEST(SmoothNoise, HasMeanZeroDeviationOneAndIsSmooth) {
  const View view = upright_view();
  Random random(3, 0, 0);
  const Plane noise = smooth_noise(view, random, 0.8);
  cv::Scalar mean, deviation;
  cv::meanStdDev(noise, mean, deviation);
  EXPECT_NEAR(mean[0], 0.0, 0.2);
  EXPECT_NEAR(deviation[0], 1.0, 0.25);
  double steepest = 0.0;
  for (int x = 1; x < noise.cols; ++x)
    steepest = std::max(steepest, std::abs(static_cast<double>(noise(80, x) - noise(80, x - 1))));
  EXPECT_LT(steepest, 0.8);
}

}  // namespace
}  // namespace chestlens::phantom
