#include "sample_map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens::viewer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Area area = {100, 50, 236, 118};  // ten pixels to a unit: 118 are 2 * 1.18 * 5 units

TEST(MapView, FitsTheMapWithRoomForFarFilmsAndYUpwards) {
  const FilmMap map = sample_map();
  const MapFrame frame = frame_of(map, {}, area);
  EXPECT_NEAR(frame.pixels_per_unit, 10.0, 1e-6);
  const Point at = on_screen(frame, {3, 4});
  EXPECT_NEAR(at.x, 218 + 30, 1e-5);
  EXPECT_NEAR(at.y, 109 - 40, 1e-5);
  const Point far = on_screen(frame, drawn_place(map, sample_place({0, 0.5F}, 1.0).placed));
  EXPECT_TRUE(contains(area, far));
}

TEST(MapView, ScreenAndMapAreEachOthersInverse) {
  const FilmMap map = sample_map();
  const View view = zoom_at({}, map_square, area, {150, 70}, 3.0);
  const MapFrame frame = frame_of(map, view, area);
  const MapPoint back = on_map(frame, on_screen(frame, {2.5F, -1.25F}));
  EXPECT_NEAR(back.x, 2.5, 1e-4);
  EXPECT_NEAR(back.y, -1.25, 1e-4);
}

TEST(MapView, ZoomKeepsTheFilmUnderTheCursor) {
  const FilmMap map = sample_map();
  const Point before = on_screen(frame_of(map, {}, area), {3, 4});
  const View view = zoom_at({}, map_square, area, before, 2.5);
  const Point after = on_screen(frame_of(map, view, area), {3, 4});
  EXPECT_NEAR(after.x, before.x, 1e-4);
  EXPECT_NEAR(after.y, before.y, 1e-4);
}

TEST(MapView, AnEmptyAreaHurtsNothing) {
  const FilmMap map = sample_map();
  const MapFrame frame = frame_of(map, {}, {0, 0, 0, 0});
  EXPECT_EQ(on_map(frame, {5, 5}).x, map.center.x);
  EXPECT_GT(dot_radius(0, {}, {0, 0, 0, 0}), 0.0);
}

TEST(MapView, MovesByWhatIsInSight) {
  View view{.zoom = 4.0};
  view = pan_by_share(view, {0.1, -0.2});
  EXPECT_DOUBLE_EQ(view.center.x, 0.525);
  EXPECT_DOUBLE_EQ(view.center.y, 0.45);
  EXPECT_DOUBLE_EQ(pan_by_share(view, {90, 0}).center.x, 1.0);
}

TEST(MapView, CentersAPlace) {
  const FilmMap map = sample_map();
  const View view = centered_on(map, {.zoom = 6.0}, {-3, 4});
  const Point at = on_screen(frame_of(map, view, area), {-3, 4});
  EXPECT_NEAR(at.x, 218, 1e-4);
  EXPECT_NEAR(at.y, 109, 1e-4);
  EXPECT_EQ(view.zoom, 6.0);
}

TEST(MapView, FindsTheNearestShownFilmWithinReach) {
  const FilmMap map = sample_map();
  const MapFrame frame = frame_of(map, {}, area);
  const Point at = on_screen(frame, {1, 0});
  const Point beside{at.x + 6, at.y};
  EXPECT_EQ(film_at(map, map.by_class, {}, frame, beside, 8.0), 4U);
  EXPECT_FALSE(film_at(map, map.by_class, {}, frame, beside, 5.0));
  EXPECT_EQ(film_at(map, map.by_class, {}, frame, beside, 1000.0), 4U);
  EXPECT_EQ(film_at(map, map.by_class, {false, true}, frame, beside, 1000.0), 1U);
  EXPECT_FALSE(film_at(map, map.by_class, {true, true}, frame, beside, 1000.0));
}

TEST(MapView, ALassoHoldsWhatLiesWithinIt) {
  const FilmMap map = sample_map();
  const std::vector<MapPoint> right{{0, -6}, {6, -6}, {6, 6}, {0, 6}};
  EXPECT_THAT(films_inside(map, map.by_class, {}, right), ElementsAre(1, 2, 4));
  EXPECT_THAT(films_inside(map, map.by_class, {false, true}, right), ElementsAre(1));
  // A C about (1,0), open to the right: not within it.
  const std::vector<MapPoint> c{{6, 6},  {-6, 6}, {-6, -6}, {6, -6},
                                {6, -2}, {0, -2}, {0, 2},   {6, 2}};
  EXPECT_THAT(films_inside(map, map.by_class, {}, c), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(films_inside(map, map.by_class, {}, std::span(c).first(2)), IsEmpty());
}

TEST(MapView, TheAreasOutlineHoldsWhatIsInSight) {
  const FilmMap map = sample_map();
  const auto in_sight = [&](const View& view) {
    return films_inside(map, map.by_class, {}, outline_of(frame_of(map, view, area), area));
  };
  EXPECT_EQ(in_sight({}).size(), 5U);
  EXPECT_THAT(in_sight(centered_on(map, {.zoom = 8.0}, {3, 4})), ElementsAre(1));
}

TEST(MapView, TheWayToWhatIsOutOfSightLeavesTheArea) {
  const Area square{0, 0, 200, 100};
  EXPECT_FALSE(leaving_point(square, {20, 30}, 10));
  const auto right = leaving_point(square, {500, 50}, 10);
  ASSERT_TRUE(right);
  EXPECT_DOUBLE_EQ(right->x, 190);
  EXPECT_DOUBLE_EQ(right->y, 50);
  const auto corner = leaving_point(square, {100 - 160, 50 - 80}, 10);
  ASSERT_TRUE(corner);
  EXPECT_DOUBLE_EQ(corner->x, 20);
  EXPECT_DOUBLE_EQ(corner->y, 10);
  EXPECT_TRUE(leaving_point({0, 0, 0, 0}, {9, 9}, 10));
}

TEST(MapView, DotsAreSmallerWhereTheyAreMany) {
  const Area large{0, 0, 800, 700};
  EXPECT_GT(dot_radius(1000, {}, large), dot_radius(10000, {}, large));
  EXPECT_GE(dot_radius(1000000, {}, large), 1.0);
  EXPECT_GT(dot_radius(10000, {.zoom = 4.0}, large), dot_radius(10000, {}, large));
}

}  // namespace
}  // namespace chestlens::viewer
