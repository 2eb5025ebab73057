#include <chestlens/contour.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace chestlens {
namespace {

/// Twice the area that is enclosed, above zero where it lies to the line's right (y goes down).
double twice_area(const Contour& line) {
  double sum = 0.0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const PlanePoint& a = line[i];
    const PlanePoint& b = line[(i + 1) % line.size()];
    sum += a.x * b.y - b.x * a.y;
  }
  return sum;
}

double area(const std::vector<Contour>& lines) {
  return std::accumulate(lines.begin(), lines.end(), 0.0, [](double sum, const Contour& line) {
    return sum + twice_area(line) / 2.0;
  });
}

/// The longest step of a line, its last one back to its start included.
double longest_step(const Contour& line) {
  double longest = 0.0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const PlanePoint& a = line[i];
    const PlanePoint& b = line[(i + 1) % line.size()];
    longest = std::max(longest, std::hypot(a.x - b.x, a.y - b.y));
  }
  return longest;
}

/// A hill exp(-r^2 / (2 * 0.15^2)) about a place, on 40 x 40 cells.
FloatImage hill(double middle_x, double middle_y, double sign = 1.0) {
  FloatImage map{40, 40, {}};
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 40; ++x) {
      const double across = (x + 0.5) / 40 - middle_x, down = (y + 0.5) / 40 - middle_y;
      map.pixels.push_back(static_cast<float>(
          sign * std::exp(-(across * across + down * down) / (2.0 * 0.15 * 0.15))));
    }
  }
  return map;
}

TEST(Contour, OfAHillIsACircleOfItsRadius) {
  for (const float level : contour_levels) {
    const auto lines = contours(hill(0.4, 0.55), level);
    ASSERT_EQ(lines.size(), 1U) << level;
    const double radius = 0.15 * std::sqrt(-2.0 * std::log(double{level}));
    for (const PlanePoint& point : lines[0]) {
      EXPECT_NEAR(std::hypot(point.x - 0.4, point.y - 0.55), radius, 0.002);
    }
    EXPECT_NEAR(area(lines), std::acos(-1.0) * radius * radius, 0.001);
    EXPECT_LT(longest_step(lines[0]), 0.04) << "not closed";
  }
}

TEST(Contour, LiesWhereTheMapIsDrawn) {
  // Two cells side by side: the value rises from 0 at a quarter to 1 at three quarters.
  const auto lines = contours({2, 1, {0.0F, 1.0F}}, 0.5F);
  ASSERT_EQ(lines.size(), 1U);
  double leftmost = 1.0, rightmost = 0.0;
  for (const PlanePoint& point : lines[0]) {
    leftmost = std::min(leftmost, point.x);
    rightmost = std::max(rightmost, point.x);
  }
  EXPECT_NEAR(leftmost, 0.5, 1e-9);
  EXPECT_EQ(rightmost, 1.0);
  EXPECT_NEAR(area(lines), 0.5, 1e-9);
}

TEST(Contour, FollowsTheEdgeOfAMapThatReachesTheLevelEverywhere) {
  const auto lines = contours({3, 2, std::vector<float>(6, 1.0F)}, 0.5F);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_NEAR(area(lines), 1.0, 1e-9);
  for (const PlanePoint& point : lines[0]) {
    const bool is_on_edge = point.x == 0.0 || point.x == 1.0 || point.y == 0.0 || point.y == 1.0;
    EXPECT_TRUE(is_on_edge) << point.x << ' ' << point.y;
  }
}

TEST(Contour, GoesTheOtherWayRoundAHole) {
  const auto lines = contours(hill(0.5, 0.5, -1.0), -0.5F);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_GT(twice_area(lines[0]), 0.0);  // the map's edge
  EXPECT_LT(twice_area(lines[1]), 0.0);
  const double radius = 0.15 * std::sqrt(2.0 * std::log(2.0));
  EXPECT_NEAR(area(lines), 1.0 - std::acos(-1.0) * radius * radius, 0.001);
}

TEST(Contour, HillsApartHaveALineEach) {
  FloatImage map = hill(0.2, 0.2);
  const FloatImage other = hill(0.8, 0.8);
  for (std::size_t i = 0; i < map.pixels.size(); ++i) map.pixels[i] += other.pixels[i];
  EXPECT_EQ(contours(map, 0.5F).size(), 2U);
  // So low that both are one.
  EXPECT_EQ(contours(map, 1e-4F).size(), 1U);
}

TEST(Contour, EveryLineIsClosedWhateverTheMap) {
  // A draughts board has a saddle at every corner of its cells.
  FloatImage board{8, 8, {}};
  for (int i = 0; i < 64; ++i) board.pixels.push_back((i + i / 8) % 2 == 0 ? 1.0F : 0.0F);
  for (const float level : {0.1F, 0.25F, 0.5F, 0.75F, 0.9F}) {
    const auto lines = contours(board, level);
    EXPECT_FALSE(lines.empty());
    for (const Contour& line : lines) EXPECT_LT(longest_step(line), 2.0 / 64) << level;
    // As much as reaches the level of the drawn map, counted on a fine grid by symmetry: the board
    // is its own opposite, so that the areas of a level and of its opposite add up to 1.
    EXPECT_NEAR(area(lines) + area(contours(board, 1.0F - level)), 1.0, 0.03) << level;
  }
}

TEST(Contour, OfNothingIsNone) {
  EXPECT_TRUE(contours({}, 0.5F).empty());
  EXPECT_TRUE(contours({4, 4, std::vector<float>(16, 0.2F)}, 0.5F).empty());
}

}  // namespace
}  // namespace chestlens
