#include <chestlens/text.hpp>

#include <fmt/format.h>
#include <viewer/measure.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace chestlens::viewer {
namespace {

struct Step {
  double across = 0.0;
  double down = 0.0;

  double length() const { return std::hypot(across, down); }
};

/// From one point to another, in millimetres where they are known, else in pixels.
Step step_between(Point from, Point to, const std::optional<PixelSpacing>& spacing) {
  const PixelSpacing unit = spacing.value_or(PixelSpacing{1.0, 1.0});
  return {(to.x - from.x) * unit.across_mm, (to.y - from.y) * unit.down_mm};
}

/// 0 to 180.
double degrees_between(const Step& a, const Step& b) {
  const double turned =
      std::atan2(a.across * b.down - a.down * b.across, a.across * b.across + a.down * b.down);
  return std::abs(turned) * 180.0 / std::numbers::pi;
}

}  // namespace

std::string words_of(const Measure& measure, const std::optional<PixelSpacing>& spacing) {
  const auto& points = measure.points;
  if (points.size() == 3) {
    const double degrees = degrees_between(step_between(points[1], points[0], spacing),
                                           step_between(points[1], points[2], spacing));
    return fmt::format("{:.0f}\u00b0", degrees);
  }
  const double length = step_between(points.front(), points.back(), spacing).length();
  if (spacing) return fmt::format("{:.1f} mm", length);
  return group_digits(std::lround(length)) + " px";
}

std::optional<MeasurePoint> point_near(const std::vector<Measure>& measures, Point at,
                                       double reach) {
  std::optional<MeasurePoint> nearest;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    for (std::size_t k = 0; k < measures[i].points.size(); ++k) {
      const double distance = step_between(measures[i].points[k], at, std::nullopt).length();
      if (distance > reach) continue;
      nearest = MeasurePoint{i, k};
      reach = distance;
    }
  }
  return nearest;
}

Measure begin_measure(Point at) {
  return {{at, at}};
}

Measure angle_from(const Measure& length) {
  const auto& [first, vertex] = std::pair(length.points[0], length.points[1]);
  const double cosine = std::numbers::sqrt2 / 2, sine = cosine;
  const double across = first.x - vertex.x, down = first.y - vertex.y;
  const Point third = {vertex.x + cosine * across - sine * down,
                       vertex.y + sine * across + cosine * down};
  return {{first, vertex, third}};
}

double pixels_of(const Measure& measure) {
  return step_between(measure.points.front(), measure.points.back(), std::nullopt).length();
}

}  // namespace chestlens::viewer
