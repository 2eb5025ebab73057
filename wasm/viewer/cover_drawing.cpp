#include <viewer/cover_drawing.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens::viewer {
namespace {

/// The whole pixels between two corners, in any order.
Box box_between(Point a, Point b) {
  const auto [left, right] = std::minmax(a.x, b.x);
  const auto [top, bottom] = std::minmax(a.y, b.y);
  return {static_cast<int>(std::floor(left)), static_cast<int>(std::floor(top)),
          static_cast<int>(std::ceil(right)), static_cast<int>(std::ceil(bottom))};
}

bool has_pixels(const Box& box) {
  return box.right > box.left && box.bottom > box.top;
}

}  // namespace

std::optional<CoveredArea> begin_area(CoverTool tool, Point at, FilmSize film, double brush_share) {
  switch (tool) {
    case CoverTool::move:
      return std::nullopt;
    case CoverTool::rectangle:
      return RectangleArea{box_between(at, at)};
    case CoverTool::ellipse:
      return EllipseArea{box_between(at, at)};
    case CoverTool::brush: {
      const double radius = brush_share * std::min(film.width_pixels, film.height_pixels);
      return BrushArea{{{{{at.x, at.y}}, std::max(1.0, radius)}}};
    }
  }
  return std::nullopt;
}

void extend_area(CoveredArea& area, Point begin, Point at) {
  if (auto* rectangle = std::get_if<RectangleArea>(&area)) rectangle->box = box_between(begin, at);
  if (auto* ellipse = std::get_if<EllipseArea>(&area)) ellipse->box = box_between(begin, at);
  auto* brush = std::get_if<BrushArea>(&area);
  if (brush == nullptr) return;
  auto& points = brush->strokes.back().points;
  if (std::hypot(points.back().x - at.x, points.back().y - at.y) >= 1.0) {
    points.push_back({at.x, at.y});
  }
}

bool is_drawn(const CoveredArea& area) {
  if (const auto* rectangle = std::get_if<RectangleArea>(&area)) return has_pixels(rectangle->box);
  if (const auto* ellipse = std::get_if<EllipseArea>(&area)) return has_pixels(ellipse->box);
  return true;
}

}  // namespace chestlens::viewer
