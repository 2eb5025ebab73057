#pragma once

#include <viewer/film_map.hpp>
#include <viewer/view.hpp>

#include <optional>
#include <span>
#include <vector>

namespace chestlens::viewer {

/// The map seen in an area: a square around its circle, with room for films beyond it, that is
/// zoomed and moved like a film. y points upwards on the map and downwards on the screen.
struct MapFrame {
  MapPoint center;  // of the map
  Point middle;     // where that is on the screen
  double pixels_per_unit = 0.0;
};

/// The map as View moves a film: a square.
inline constexpr FilmSize map_square = {1, 1};

MapFrame frame_of(const FilmMap& map, const View& view, const Area& area);
Point on_screen(const MapFrame& frame, MapPoint place);
MapPoint on_map(const MapFrame& frame, Point screen);

/// Moves the view by shares of what is in sight, right and down.
View pan_by_share(const View& view, Point share);

/// The same zoom with this place of the map in the area's middle.
View centered_on(const FilmMap& map, const View& view, MapPoint place);

/// Which groups are hidden, by number.
using HiddenGroups = std::vector<bool>;

bool is_hidden(const HiddenGroups& hidden, std::size_t group);

/// The shown film nearest to a point of the screen, no farther than `reach` pixels.
std::optional<std::size_t> film_at(const FilmMap& map, const MapGrouping& groups,
                                   const HiddenGroups& hidden, const MapFrame& frame, Point screen,
                                   double reach);

/// The shown films within a closed line, by the even-odd rule.
std::vector<std::uint32_t> films_inside(const FilmMap& map, const MapGrouping& groups,
                                        const HiddenGroups& hidden, std::span<const MapPoint> line);

/// The corners of the area, on the map.
std::vector<MapPoint> outline_of(const MapFrame& frame, const Area& area);

/// Where the way from the area's middle to a point beyond it leaves the area less `inset` pixels on
/// each side; none for a point within.
std::optional<Point> leaving_point(const Area& area, Point to, double inset);

/// A dot's radius in pixels: less where films are many, more where they are seen from near.
double dot_radius(std::size_t films, const View& view, const Area& area);

}  // namespace chestlens::viewer
