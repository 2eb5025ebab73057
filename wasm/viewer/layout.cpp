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
  const double results = compact ? 260.0 : 320.0;
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

}  // namespace

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
