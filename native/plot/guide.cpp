#include "plot/guide.hpp"

#include <cmath>
#include <numbers>

namespace chestlens {

void draw_guide(Svg& svg, std::span<const Point> points, std::string_view name) {
  if (points.size() < 2) return;
  constexpr std::string_view color = "#6b7280";
  svg.polyline(points, {.color = color, .width = 1.5, .dashes = "5 4"});
  if (name.empty()) return;
  const double angle = std::atan2(points[1].y - points[0].y, points[1].x - points[0].x);
  const bool rises = angle < -0.1;
  const double along = rises ? 22.0 : 6.0;
  const double aside = rises ? 14.0 : -6.0;
  svg.text(
      {points[0].x + along * std::cos(angle) - aside * std::sin(angle),
       points[0].y + along * std::sin(angle) + aside * std::cos(angle)},
      name,
      {.size = 11.0, .color = color, .degrees = angle * 180.0 / std::numbers::pi, .halo = true});
}

}  // namespace chestlens
