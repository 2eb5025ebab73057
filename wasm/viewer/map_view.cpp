#include <viewer/map_view.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens::viewer {
namespace {

constexpr double half_side = 1.18;  // of the square, in radii

double squared(double value) {
  return value * value;
}

/// Whether the line from a to b passes the horizontal through `at` on its right.
bool crosses(MapPoint a, MapPoint b, MapPoint at) {
  if ((a.y > at.y) == (b.y > at.y)) return false;
  return at.x < a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x);
}

bool is_inside(std::span<const MapPoint> line, MapPoint at) {
  bool inside = false;
  for (std::size_t i = 0, last = line.size() - 1; i < line.size(); last = i++) {
    if (crosses(line[i], line[last], at)) inside = !inside;
  }
  return inside;
}

}  // namespace

MapFrame frame_of(const FilmMap& map, const View& view, const Area& area) {
  const Area square = placement(view, map_square, area);
  return {map.center,
          {square.x + square.width / 2.0, square.y + square.height / 2.0},
          square.width / (2.0 * half_side * double{map.radius})};
}

Point on_screen(const MapFrame& frame, MapPoint place) {
  return {frame.middle.x + frame.pixels_per_unit * double{place.x - frame.center.x},
          frame.middle.y - frame.pixels_per_unit * double{place.y - frame.center.y}};
}

MapPoint on_map(const MapFrame& frame, Point screen) {
  if (frame.pixels_per_unit <= 0.0) return frame.center;
  const double x = (screen.x - frame.middle.x) / frame.pixels_per_unit;
  const double y = (frame.middle.y - screen.y) / frame.pixels_per_unit;
  return {frame.center.x + static_cast<float>(x), frame.center.y + static_cast<float>(y)};
}

View pan_by_share(const View& view, Point share) {
  View moved = view;
  moved.center.x = std::clamp(view.center.x + share.x / view.zoom, 0.0, 1.0);
  moved.center.y = std::clamp(view.center.y + share.y / view.zoom, 0.0, 1.0);
  return moved;
}

View centered_on(const FilmMap& map, const View& view, MapPoint place) {
  const double side = 2.0 * half_side * double{map.radius};
  View moved = view;
  moved.center.x = std::clamp(0.5 + double{place.x - map.center.x} / side, 0.0, 1.0);
  moved.center.y = std::clamp(0.5 - double{place.y - map.center.y} / side, 0.0, 1.0);
  return moved;
}

bool is_hidden(const HiddenGroups& hidden, std::size_t group) {
  return group < hidden.size() && hidden[group];
}

std::optional<std::size_t> film_at(const FilmMap& map, const MapGrouping& groups,
                                   const HiddenGroups& hidden, const MapFrame& frame, Point screen,
                                   double reach) {
  std::optional<std::size_t> nearest;
  double least = squared(reach);
  for (std::size_t i = 0; i < map.films.size(); ++i) {
    const Point at = on_screen(frame, map.films[i].place);
    const double distance = squared(at.x - screen.x) + squared(at.y - screen.y);
    if (distance > least || is_hidden(hidden, groups.group_of[i])) continue;
    least = distance;
    nearest = i;
  }
  return nearest;
}

std::vector<std::uint32_t> films_inside(const FilmMap& map, const MapGrouping& groups,
                                        const HiddenGroups& hidden,
                                        std::span<const MapPoint> line) {
  std::vector<std::uint32_t> inside;
  if (line.size() < 3) return inside;
  for (std::size_t i = 0; i < map.films.size(); ++i) {
    if (is_hidden(hidden, groups.group_of[i]) || !is_inside(line, map.films[i].place)) continue;
    inside.push_back(static_cast<std::uint32_t>(i));
  }
  return inside;
}

std::vector<MapPoint> outline_of(const MapFrame& frame, const Area& area) {
  const double right = area.x + area.width, bottom = area.y + area.height;
  return {on_map(frame, {area.x, area.y}), on_map(frame, {right, area.y}),
          on_map(frame, {right, bottom}), on_map(frame, {area.x, bottom})};
}

std::optional<Point> leaving_point(const Area& area, Point to, double inset) {
  const Point middle{area.x + area.width / 2.0, area.y + area.height / 2.0};
  const double across = to.x - middle.x, down = to.y - middle.y;
  const double half_width = std::max(0.0, area.width / 2.0 - inset);
  const double half_height = std::max(0.0, area.height / 2.0 - inset);
  const double times = std::max(std::abs(across) / std::max(half_width, 1.0),
                                std::abs(down) / std::max(half_height, 1.0));
  if (times <= 1.0) return std::nullopt;
  return Point{middle.x + across / times, middle.y + down / times};
}

double dot_radius(std::size_t films, const View& view, const Area& area) {
  const double side = std::min(area.width, area.height);
  const double share = side / std::sqrt(static_cast<double>(std::max<std::size_t>(films, 1)));
  return std::clamp(0.3 * share, 1.2, 4.0) * std::clamp(std::pow(view.zoom, 0.4), 0.8, 2.2);
}

}  // namespace chestlens::viewer
