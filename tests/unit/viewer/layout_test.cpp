#include <gtest/gtest.h>
#include <viewer/layout.hpp>

namespace chestlens::viewer {
namespace {

double area_of(const Area& area) {
  return area.width * area.height;
}

class LayoutOf : public testing::TestWithParam<std::pair<double, double>> {};

TEST_P(LayoutOf, CoversTheCanvasWithoutOverlap) {
  const auto [width, height] = GetParam();
  for (const bool has_films : {false, true}) {
    const Layout places = layout(width, height, has_films);
    const Area all[] = {places.films, places.toolbar, places.film, places.results,
                        places.status_bar};
    double covered = 0.0;
    for (const Area& area : all) {
      EXPECT_GE(area.x, 0.0);
      EXPECT_GE(area.y, 0.0);
      EXPECT_LE(area.x + area.width, width + 1e-9);
      EXPECT_LE(area.y + area.height, height + 1e-9);
      covered += area_of(area);
    }
    EXPECT_NEAR(covered, width * height, 1e-6);
  }
}

INSTANTIATE_TEST_SUITE_P(Screens, LayoutOf,
                         testing::Values(std::pair{1920.0, 1080.0}, std::pair{1280.0, 800.0},
                                         std::pair{900.0, 600.0}, std::pair{390.0, 800.0}));

TEST(Layout, NarrowCanvasPutsResultsBelowTheFilm) {
  const Layout wide = layout(1280, 800, true);
  EXPECT_GT(wide.results.x, wide.film.x);
  const Layout narrow = layout(390, 800, true);
  EXPECT_GT(narrow.results.y, narrow.film.y + narrow.film.height - 1);
  EXPECT_EQ(narrow.film.width, 390);
}

TEST(Grid, TilesAreEqualApartAndWithinTheArea) {
  constexpr Area area = {264, 48, 856, 760};
  for (int count = 1; count <= 8; ++count) {
    const auto tiles = grid_areas(area, count, {2000, 1800});
    ASSERT_EQ(tiles.size(), static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < tiles.size(); ++i) {
      EXPECT_EQ(tiles[i].width, tiles[0].width);
      EXPECT_EQ(tiles[i].height, tiles[0].height);
      EXPECT_LE(tiles[i].x + tiles[i].width, area.x + area.width + 1e-9);
      EXPECT_LE(tiles[i].y + tiles[i].height, area.y + area.height + 1e-9);
      for (std::size_t j = 0; j < i; ++j) {
        EXPECT_FALSE(contains(tiles[j], {tiles[i].x + 1, tiles[i].y + 1})) << count;
      }
    }
  }
}

TEST(Grid, ShowsTheFilmAsLargeAsItCan) {
  const auto row = grid_areas({0, 0, 1200, 300}, 4, {100, 100});
  EXPECT_EQ(row[3].y, row[0].y);
  const auto column = grid_areas({0, 0, 600, 2400}, 4, {100, 100});
  EXPECT_EQ(column[3].x, column[0].x);
  const auto four = grid_areas({0, 0, 800, 800}, 4, {100, 100});
  EXPECT_EQ(four[2].x, four[0].x);
  EXPECT_GT(four[1].x, four[0].x);
}

TEST(Grid, ALowTileIsAllPicture) {
  const Area low = {0, 0, 190, 90}, high = {0, 0, 190, 190};
  EXPECT_EQ(picture_area(low).height, low.height);
  EXPECT_LT(picture_area(high).height, high.height);
  EXPECT_GE(fitted_area(high).y, picture_area(high).y);
  EXPECT_LE(fitted_area(low).height, low.height);
}

TEST(Grid, HasTwoColumnsOnAPhone) {
  for (int count = 2; count <= 8; ++count) {
    const auto tiles = grid_areas({0, 48, 390, 390}, count, {2000, 1800});
    EXPECT_EQ(tiles[1].y, tiles[0].y);
    EXPECT_EQ(tiles.back().x, tiles[count % 2 == 1 ? 0 : 1].x);
  }
}

TEST(Layout, SurvivesATinyCanvas) {
  for (const auto& [width, height] : {std::pair{1.0, 1.0}, {40.0, 30.0}, {800.0, 20.0}}) {
    const Layout places = layout(width, height, true);
    EXPECT_GE(places.film.width, 0.0);
    EXPECT_GE(places.film.height, 0.0);
    EXPECT_GE(places.results.height, 0.0);
  }
}

}  // namespace
}  // namespace chestlens::viewer
