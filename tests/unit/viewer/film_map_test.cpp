#include "sample_map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace chestlens::viewer {
namespace {

using testing::ElementsAre;

TEST(FilmMap, GroupsFilmsAndHasThemInACircle) {
  const FilmMap map = sample_map();
  EXPECT_EQ(map.by_class.groups, (std::vector<MapGroup>{{"a", 2}, {"b", 3}, {"c", 0}}));
  EXPECT_EQ(map.by_source.groups, (std::vector<MapGroup>{{"S", 2}, {"T", 3}}));
  EXPECT_EQ(&grouping(map, MapColors::by_source), &map.by_source);
  EXPECT_FLOAT_EQ(map.center.x, 0.0F);
  EXPECT_FLOAT_EQ(map.center.y, 0.0F);
  EXPECT_FLOAT_EQ(map.radius, 5.0F);
  EXPECT_EQ(class_of(map, 4), "b");
  EXPECT_EQ(source_of(map, 4), "S");
}

TEST(FilmMap, DrawsEachFilmOnceInAnOrderThatNoClassHas) {
  std::vector<MapFilm> films;
  for (int i = 0; i < 200; ++i) {
    films.push_back({{static_cast<float>(i), 0.0F}, static_cast<std::uint16_t>(i / 100)});
  }
  const FilmMap map = *make_film_map({"a", "b"}, {"S"}, films);
  auto order = map.drawing_order;
  const auto last_of_a = std::ranges::count_if(std::span(order).last(100),
                                               [](std::uint32_t film) { return film < 100; });
  EXPECT_GT(last_of_a, 35);
  EXPECT_LT(last_of_a, 65);
  std::ranges::sort(order);
  for (std::uint32_t i = 0; i < 200; ++i) EXPECT_EQ(order[i], i);
}

TEST(FilmMap, RefusesFilmsThatAreOfNoGroupOrPlace) {
  const auto made = [](const MapFilm& film) { return make_film_map({"a"}, {"S"}, {film}); };
  EXPECT_TRUE(made({}));
  EXPECT_FALSE(made({.place = {}, .class_index = 1}));
  EXPECT_FALSE(made({.place = {}, .source_index = 1}));
  EXPECT_FALSE(made({.place = {std::numeric_limits<float>::infinity(), 0.0F}}));
  EXPECT_FALSE(made({.place = {}, .split = static_cast<MapSplit>(3)}));
  EXPECT_FALSE(make_film_map({"a"}, {"S"}, {}));
}

TEST(FilmMap, OfFilmsInOnePlaceStillHasAWidth) {
  const FilmMap map = *make_film_map({"a"}, {"S"}, {{.place = {2, 2}}, {.place = {2, 2}}});
  EXPECT_FLOAT_EQ(map.radius, 1.0F);
}

TEST(FilmMap, NamesStandWhereTheirFilmsAreDensest) {
  std::vector<MapFilm> films{{.place = {-50, -50}}, {.place = {50, 50}}, {.place = {50, -50}}};
  for (int i = 0; i < 5; ++i) films.push_back({.place = {20.0F + static_cast<float>(i), 10}});
  const FilmMap map = *make_film_map({"a", "none"}, {"S"}, films);
  const NamePlaces& names = name_places(map, MapColors::by_class);
  ASSERT_EQ(names.size(), 2U);
  ASSERT_TRUE(names[0]);
  EXPECT_NEAR(names[0]->x, 22, 3);
  EXPECT_FLOAT_EQ(names[0]->y, 10);
  EXPECT_FALSE(names[1]);
}

TEST(FilmMap, DrawsAFarFilmBeyondAllOthers) {
  const FilmMap map = sample_map();
  const FilmPlace near = sample_place({0.9F, 0.2F}, 0.95);
  EXPECT_EQ(drawn_place(map, near.placed).x, 0.9F);
  const FilmPlace far = sample_place({0.9F, -0.9F}, 0.96);
  const MapPoint drawn = drawn_place(map, far.placed);
  EXPECT_GT(std::hypot(drawn.x, drawn.y), 1.05F * map.radius);
  EXPECT_NEAR(drawn.x, -drawn.y, 1e-5);
  EXPECT_GT(drawn.x, 0.0F);
  // A place in the very middle has no direction: its nearest film's is taken.
  const MapPoint middle = drawn_place(map, sample_place({}, 1.0).placed);
  EXPECT_GT(middle.x, 5.0F);
  EXPECT_NEAR(middle.y, 0.0F, 1e-5);
}

TEST(FilmMap, CountsFilmsByName) {
  const FilmMap map = sample_map();
  EXPECT_THAT(count_names(map, {0, 2, 4}, MapColors::by_class),
              ElementsAre(NameCount{"a", 1}, NameCount{"b", 2}));
  EXPECT_THAT(count_names(map, {1, 2}, MapColors::by_source), ElementsAre(NameCount{"T", 2}));
}

TEST(FilmMap, KnowsPlacesOfAnotherMap) {
  const FilmMap map = sample_map();
  FilmPlace place = sample_place({});
  EXPECT_TRUE(is_place_on(map, place));
  place.distances.assign(4, 1.0F);
  EXPECT_FALSE(is_place_on(map, place));
  place.distances.assign(5, 1.0F);
  EXPECT_TRUE(is_place_on(map, place));
  place.placed.nearest.push_back({5, 1.0F});
  EXPECT_FALSE(is_place_on(map, place));
  EXPECT_FALSE(is_place_on(map, sample_place({std::nanf(""), 0.0F})));
  EXPECT_FALSE(is_place_on(map, {}));
}

}  // namespace
}  // namespace chestlens::viewer
