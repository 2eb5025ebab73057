#include <chestlens/region.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace chestlens {
namespace {

/// From the leftmost to the rightmost of some places of a row; without one, from infinity back.
struct Extent {
  double left = std::numeric_limits<double>::infinity();
  double right = -std::numeric_limits<double>::infinity();

  void add(double x) {
    left = std::min(left, x);
    right = std::max(right, x);
  }
};

void add_disc(Extent& extent, const FilmPoint& middle, double radius, double y) {
  const double square = radius * radius - (y - middle.y) * (y - middle.y);
  if (square < 0.0) return;
  extent.add(middle.x - std::sqrt(square));
  extent.add(middle.x + std::sqrt(square));
}

void add_crossing(Extent& extent, const FilmPoint& from, const FilmPoint& to, double y) {
  const double share = (y - from.y) / (to.y - from.y);
  if (share >= 0.0 && share <= 1.0) extent.add(from.x + share * (to.x - from.x));
}

/// Where a row at `y` meets what lies within a radius of a straight line. That is convex: its ends
/// lie on the discs around the line's two or on its two parallels.
Extent extent_at(double y, const FilmPoint& from, const FilmPoint& to, double radius) {
  Extent extent;
  add_disc(extent, from, radius, y);
  add_disc(extent, to, radius, y);
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  if (length <= 0.0 || to.y == from.y) return extent;
  const double across = radius * (from.y - to.y) / length, down = radius * (to.x - from.x) / length;
  for (const double side : {-1.0, 1.0}) {
    add_crossing(extent, {from.x + side * across, from.y + side * down},
                 {to.x + side * across, to.y + side * down}, y);
  }
  return extent;
}

/// The first whole number from 0 to `end` that is not below `value`.
int first_from(double value, int end) {
  return static_cast<int>(std::clamp(std::ceil(value), 0.0, static_cast<double>(end)));
}

void paint(Region& region, const FilmPoint& from, const FilmPoint& to, double radius) {
  const int bottom = first_from(std::max(from.y, to.y) + radius, region.height_pixels);
  for (int y = first_from(std::min(from.y, to.y) - radius - 0.5, region.height_pixels); y < bottom;
       ++y) {
    const Extent extent = extent_at(y + 0.5, from, to, radius);
    const int left = first_from(extent.left - 0.5, region.width_pixels);
    const int right = first_from(std::floor(extent.right - 0.5) + 1.0, region.width_pixels);
    const auto row =
        region.pixels.begin() + static_cast<std::ptrdiff_t>(area_pixels(region.width_pixels, y));
    if (left < right) std::fill(row + left, row + right, std::uint8_t{1});
  }
}

}  // namespace

Region brush_region(int width_pixels, int height_pixels, const std::vector<BrushStroke>& strokes) {
  Region region = boxes_region(width_pixels, height_pixels, {});
  for (const auto& [points, radius] : strokes) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      paint(region, points[i == 0 ? 0 : i - 1], points[i], radius);
    }
  }
  return region;
}

}  // namespace chestlens
