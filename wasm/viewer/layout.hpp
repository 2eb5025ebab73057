#pragma once

#include <viewer/view.hpp>

#include <vector>

namespace chestlens::viewer {

/// The panels' areas; one of no width is not drawn.
struct Layout {
  Area films;
  Area toolbar;
  Area film;
  Area results;
  Area status_bar;
};

/// Equal tiles for pictures of the film side by side in reading order, in as many columns as show
/// it largest, two where the area is narrow.
std::vector<Area> grid_areas(const Area& area, int count, FilmSize film);

/// Whether a heading would take too much of a tile to stand above its picture.
bool is_low_tile(const Area& tile);

/// The tile's part under its heading, all of a low one's; and the part that the film fits.
Area picture_area(const Area& tile);
Area fitted_area(const Area& tile);

/// List left, film in the middle, results right; on a narrow canvas film, strip of films and
/// results below each other. Without films there is only the place to drop them.
Layout layout(double width, double height, bool has_films);

}  // namespace chestlens::viewer
