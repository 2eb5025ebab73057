#pragma once

#include <viewer/view.hpp>

namespace chestlens::viewer {

/// The panels' areas; one of no width is not drawn.
struct Layout {
  Area films;
  Area toolbar;
  Area film;
  Area results;
  Area status_bar;
};

/// List left, film in the middle, results right; on a narrow canvas film, strip of films and
/// results below each other. Without films there is only the place to drop them.
Layout layout(double width, double height, bool has_films);

}  // namespace chestlens::viewer
