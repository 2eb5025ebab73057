#include <viewer/view.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

View limited(View view) {
  view.zoom = std::clamp(view.zoom, min_zoom, max_zoom);
  view.center.x = std::clamp(view.center.x, 0.0, 1.0);
  view.center.y = std::clamp(view.center.y, 0.0, 1.0);
  return view;
}

Point middle(const Area& area) {
  return {area.x + area.width / 2, area.y + area.height / 2};
}

}  // namespace

bool contains(const Area& area, Point point) {
  return point.x >= area.x && point.x < area.x + area.width && point.y >= area.y &&
         point.y < area.y + area.height;
}

double display_scale(const View& view, FilmSize film, const Area& area) {
  if (film.width_pixels < 1 || film.height_pixels < 1) return 0.0;
  const double fit = std::min(area.width / film.width_pixels, area.height / film.height_pixels);
  return std::max(fit, 0.0) * view.zoom;
}

Area placement(const View& view, FilmSize film, const Area& area) {
  const double scale = display_scale(view, film, area);
  const double width = film.width_pixels * scale;
  const double height = film.height_pixels * scale;
  const Point center = middle(area);
  return {center.x - view.center.x * width, center.y - view.center.y * height, width, height};
}

Point film_position(const View& view, FilmSize film, const Area& area, Point screen) {
  const Area place = placement(view, film, area);
  if (place.width <= 0.0 || place.height <= 0.0) return {-1.0, -1.0};
  return {(screen.x - place.x) / place.width * film.width_pixels,
          (screen.y - place.y) / place.height * film.height_pixels};
}

View zoom_at(const View& view, FilmSize film, const Area& area, Point cursor, double factor) {
  const Area before = placement(view, film, area);
  View zoomed = view;
  zoomed.zoom = std::clamp(view.zoom * factor, min_zoom, max_zoom);
  const Area after = placement(zoomed, film, area);
  if (before.width <= 0.0 || before.height <= 0.0) return view;
  const Point under = {(cursor.x - before.x) / before.width, (cursor.y - before.y) / before.height};
  const Point center = middle(area);
  zoomed.center = {under.x + (center.x - cursor.x) / after.width,
                   under.y + (center.y - cursor.y) / after.height};
  return limited(zoomed);
}

View pan(const View& view, FilmSize film, const Area& area, Point delta) {
  const Area place = placement(view, film, area);
  if (place.width <= 0.0 || place.height <= 0.0) return view;
  View moved = view;
  moved.center.x -= delta.x / place.width;
  moved.center.y -= delta.y / place.height;
  return limited(moved);
}

}  // namespace chestlens::viewer
