#include <gtest/gtest.h>
#include <viewer/view.hpp>

namespace chestlens::viewer {
namespace {

constexpr Area area = {100, 50, 800, 600};
constexpr FilmSize film = {2000, 1000};

TEST(View, FitsAndCentresTheFilm) {
  const Area place = placement({}, film, area);
  EXPECT_DOUBLE_EQ(place.width, 800);
  EXPECT_DOUBLE_EQ(place.height, 400);
  EXPECT_DOUBLE_EQ(place.x, 100);
  EXPECT_DOUBLE_EQ(place.y, 150);
  EXPECT_DOUBLE_EQ(display_scale({}, film, area), 0.4);
}

TEST(View, EnlargesASmallFilmToFit) {
  EXPECT_DOUBLE_EQ(display_scale({}, {100, 100}, area), 6.0);
}

TEST(View, KeepsThePointUnderTheCursorWhileZooming) {
  View view;
  const Point cursor = {300, 200};
  const Point before = film_position(view, film, area, cursor);
  for (const double factor : {1.3, 2.0, 0.7, 1.1}) {
    view = zoom_at(view, film, area, cursor, factor);
    const Point after = film_position(view, film, area, cursor);
    EXPECT_NEAR(after.x, before.x, 1e-6);
    EXPECT_NEAR(after.y, before.y, 1e-6);
  }
  EXPECT_NEAR(view.zoom, 1.3 * 2.0 * 0.7 * 1.1, 1e-12);
}

TEST(View, KeepsTheZoomWithinItsLimits) {
  EXPECT_DOUBLE_EQ(zoom_at({}, film, area, {500, 350}, 1e9).zoom, max_zoom);
  EXPECT_DOUBLE_EQ(zoom_at({}, film, area, {500, 350}, 1e-9).zoom, min_zoom);
}

TEST(View, PansByScreenPixels) {
  const View view = zoom_at({}, film, area, {500, 350}, 3.0);
  const Area before = placement(view, film, area);
  const Area after = placement(pan(view, film, area, {25, -40}), film, area);
  EXPECT_NEAR(after.x, before.x + 25, 1e-9);
  EXPECT_NEAR(after.y, before.y - 40, 1e-9);
}

TEST(View, NeverLosesTheFilm) {
  const View view = pan({}, film, area, {1e6, 1e6});
  const Area place = placement(view, film, area);
  EXPECT_DOUBLE_EQ(place.x, 500);  // the film's corner stops in the area's middle
  EXPECT_DOUBLE_EQ(place.y, 350);
}

TEST(View, SurvivesAnEmptyFilmAndAnEmptyArea) {
  for (const auto& [size, place] : {std::pair{FilmSize{0, 0}, area}, {film, Area{0, 0, 0, 0}}}) {
    EXPECT_EQ(display_scale({}, size, place), 0.0);
    EXPECT_EQ(zoom_at({}, size, place, {1, 1}, 2.0).zoom, 1.0);
    EXPECT_EQ(pan({}, size, place, {5, 5}).center.x, 0.5);
    EXPECT_LT(film_position({}, size, place, {1, 1}).x, 0.0);
  }
}

}  // namespace
}  // namespace chestlens::viewer
