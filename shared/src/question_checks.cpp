#include "question_checks.hpp"

#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

bool is_near(double coordinate) {
  return std::abs(coordinate) <= most_coordinate_pixels;  // NaN is not
}

Status refuse(std::string message) {
  return fail(ErrorCode::invalid_argument, std::move(message));
}

Status check_near(bool are_near) {
  if (are_near) return {};
  return refuse(fmt::format("lies more than {} pixels away", group_digits(most_coordinate_pixels)));
}

Status check_box(const Box& box) {
  CHESTLENS_CHECK(check_near(is_near(box.left) && is_near(box.top) && is_near(box.right) &&
                             is_near(box.bottom)));
  if (box.left < box.right && box.top < box.bottom) return {};
  return refuse(
      fmt::format("has no pixel: left {} must be below right {}, and top {} below "
                  "bottom {}",
                  box.left, box.right, box.top, box.bottom));
}

Status check_stroke(const BrushStroke& stroke) {
  if (stroke.points.empty()) return refuse("a stroke must have a point");
  if (!(stroke.radius_pixels > 0.0)) {
    return refuse("a stroke's radius must be more than 0 pixels, is " +
                  describe_number(stroke.radius_pixels));
  }
  CHESTLENS_CHECK(check_near(is_near(stroke.radius_pixels)));
  return check_near(std::ranges::all_of(
      stroke.points, [](const FilmPoint& point) { return is_near(point.x) && is_near(point.y); }));
}

struct Checker {
  Status operator()(FilmPart) const { return {}; }
  Status operator()(const RectangleArea& area) const { return check_box(area.box); }
  Status operator()(const EllipseArea& area) const { return check_box(area.box); }
  Status operator()(const BrushArea& area) const {
    if (area.strokes.empty()) return refuse("must have a stroke");
    for (const BrushStroke& stroke : area.strokes) CHESTLENS_CHECK(check_stroke(stroke));
    return {};
  }
};

}  // namespace

Status check_area(const CoveredArea& area) {
  return std::visit(Checker{}, area);
}

}  // namespace chestlens
