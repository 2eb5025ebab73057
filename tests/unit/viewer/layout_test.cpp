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
