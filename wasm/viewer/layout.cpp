#include <viewer/layout.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

constexpr double narrow_below = 760.0;
constexpr double compact_below = 1100.0;
constexpr double toolbar_height = 48.0;
constexpr double strip_height = 68.0;
constexpr double status_height = 34.0;

Layout columns(double width, double height) {
  const bool compact = width < compact_below;
  const double list = compact ? 212.0 : 264.0;
  const double results = compact ? 280.0 : 320.0;
  const double middle = std::max(0.0, width - list - results);
  const double film_height = std::max(0.0, height - toolbar_height);
  return {{0, 0, list, height},
          {list, 0, middle, toolbar_height},
          {list, toolbar_height, middle, film_height},
          {list + middle, 0, results, height},
          {}};
}

Layout rows(double width, double height) {
  const double film_height = std::max(0.0, std::min(width, height * 0.5));
  const double below = toolbar_height + film_height;
  const double results = below + strip_height;
  return {{0, below, width, strip_height},
          {0, 0, width, toolbar_height},
          {0, toolbar_height, width, film_height},
          {0, results, width, std::max(0.0, height - results)},
          {}};
}

constexpr double grid_gap = 6.0;

Area shrunk(const Area& area, double border) {
  return {area.x + border, area.y + border, std::max(0.0, area.width - 2 * border),
          std::max(0.0, area.height - 2 * border)};
}

/// The tile of `columns` equal ones beside each other, in the area's upper left corner.
Area first_tile(const Area& area, int count, int columns) {
  const int rows = (count + columns - 1) / columns;
  return {area.x, area.y, std::max(0.0, (area.width - (columns - 1) * grid_gap) / columns),
          std::max(0.0, (area.height - (rows - 1) * grid_gap) / rows)};
}

int best_columns(const Area& area, int count, FilmSize film) {
  constexpr double narrow_area = 500.0;
  if (area.width < narrow_area) return std::min(count, 2);
  int best = 1;
  for (int columns = 2; columns <= count; ++columns) {
    const auto scale_of = [&](int each) {
      return display_scale({}, film, fitted_area(first_tile(area, count, each)));
    };
    if (scale_of(columns) > scale_of(best)) best = columns;
  }
  return best;
}

}  // namespace

std::vector<Area> grid_areas(const Area& whole, int count, FilmSize film) {
  const Area area = shrunk(whole, grid_gap);
  std::vector<Area> areas;
  if (count < 1) return areas;
  const int columns = best_columns(area, count, film);
  const Area first = first_tile(area, count, columns);
  for (int i = 0; i < count; ++i) {
    areas.push_back({first.x + (i % columns) * (first.width + grid_gap),
                     first.y + (i / columns) * (first.height + grid_gap), first.width,
                     first.height});
  }
  return areas;
}

bool is_low_tile(const Area& tile) {
  constexpr double low_tile = 140.0;
  return tile.height < low_tile;
}

Area picture_area(const Area& tile) {
  constexpr double heading_height = 26.0;
  if (is_low_tile(tile)) return tile;
  return {tile.x, tile.y + heading_height, tile.width, std::max(0.0, tile.height - heading_height)};
}

Area fitted_area(const Area& tile) {
  return shrunk(picture_area(tile), is_low_tile(tile) ? 1.0 : grid_gap);
}

Layout layout(double width, double height, bool has_films) {
  const double body = std::max(0.0, height - status_height);
  Layout places;
  if (!has_films) {
    places.film = {0, 0, width, body};
  } else {
    places = width < narrow_below ? rows(width, body) : columns(width, body);
  }
  places.status_bar = {0, body, width, std::min(height, status_height)};
  return places;
}

}  // namespace chestlens::viewer
