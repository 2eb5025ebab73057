#include "embed/make_map.hpp"

#include "formula_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace chestlens {
namespace {

using test::formula_rows;
using testing::HasSubstr;

/// Films whose class is their row's group; two films per patient, two sources by turns.
MapFilms films_of(std::size_t count) {
  MapFilms films;
  films.classes = {"covid19", "normal", "viral"};
  films.sources = {"A", "B"};
  for (std::size_t i = 0; i < count; ++i) {
    films.files.push_back("film" + std::to_string(i) + ".png");
    films.paths.emplace_back(films.files.back());
    films.class_of.push_back(static_cast<int>(i % 3));
    films.source_of.push_back(static_cast<int>(i % 2));
    films.patient_of.push_back(static_cast<int>(i / 2));
  }
  return films;
}

std::vector<MapSplit> sides_of(std::size_t count) {
  std::vector<MapSplit> sides(count, MapSplit::train);
  for (std::size_t i = 0; i < count; i += 4) sides[i] = MapSplit::test;
  return sides;
}

Result<MadeMap> map_of(std::size_t films, const MapOptions& options,
                       const Reporter& reporter = {}) {
  return make_map(formula_rows(films, 24), films_of(films), sides_of(films), options, reporter);
}

TEST(MakeMap, SeparatesWhatTheFeaturesSeparate) {
  const auto made = map_of(400, {.perplexity = 20.0, .components = 10});
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_EQ(made->map.films.size(), 400U);
  EXPECT_EQ(made->map.components(), 10U);
  EXPECT_EQ(made->map.perplexity, 20.0F);
  EXPECT_GT(made->map.variance_share, 0.98F);
  EXPECT_EQ(made->all.films, 400U);
  EXPECT_EQ(made->unseen.films, 100U);
  EXPECT_GT(made->all.by_class.silhouette, 0.5);
  EXPECT_GT(made->all.by_class.accuracy, 0.99);
  EXPECT_GT(made->all.by_class.map_accuracy, 0.99);
  EXPECT_LT(std::abs(made->all.by_source.silhouette), 0.1);
  EXPECT_LT(made->all.by_source.accuracy, 0.7);
  EXPECT_NEAR(made->all.by_source.largest_share, 0.5, 1e-9);
  EXPECT_GT(made->all.trustworthiness, 0.9);
}

// The map's own films, by their own features.
TEST(MakeMap, AFilmOfTheMapIsPlacedBesideItself) {
  const Rows features = formula_rows(300, 24);  // the formula repeats itself from the 303rd on
  const auto made = map_of(300, {.perplexity = 20.0, .components = 10});
  ASSERT_TRUE(made);
  double extent = 0.0;
  for (const MapFilm& film : made->map.films) {
    extent = std::max(extent, std::hypot(double{film.place.x}, double{film.place.y}));
  }
  std::size_t itself = 0, beside = 0;
  for (std::size_t i = 0; i < 300; i += 5) {
    const auto placed = place(made->map, features.row(i), 3);
    ASSERT_TRUE(placed);
    itself += placed->nearest.front().film == i ? 1 : 0;
    const MapPoint own = made->map.films[i].place;
    beside += std::hypot(placed->place.x - own.x, placed->place.y - own.y) < 0.15 * extent ? 1 : 0;
  }
  EXPECT_GE(itself, 57U);  // of 60: eight bits may give way to a twin
  EXPECT_GE(beside, 54U);
}

TEST(MakeMap, LowersAPerplexityThatFilmsDoNotAllow) {
  std::string notices;
  const Reporter reporter{.notice = [&](std::string_view text) { notices += text; }};
  const auto made = map_of(60, {}, reporter);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->map.perplexity, 18.0F);
  EXPECT_EQ(notices, "60 films allow a perplexity of 18 at most: 50 was asked for");
  ASSERT_TRUE(map_of(10, {}));
}

TEST(MakeMap, RefusesTooFewFilms) {
  const auto made = map_of(9, {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message, "9 films are too few for a map: it takes 10");
}

TEST(MakeMap, DoesNotDependOnThreads) {
  const auto one = map_of(150, {.perplexity = 10.0, .threads = 1});
  const auto three = map_of(150, {.perplexity = 10.0, .threads = 3});
  EXPECT_EQ(to_bytes(one->map), to_bytes(three->map));
  EXPECT_EQ(one->all.by_class.silhouette, three->all.by_class.silhouette);
}

TEST(MakeMap, OfEqualFilmsHasFiniteNumbers) {
  const auto made = make_map({4, std::vector<float>(4 * 30, 1.0F)}, films_of(30), sides_of(30), {});
  ASSERT_TRUE(made) << to_string(made.error());
  const auto read = parse_map(to_bytes(made->map));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_TRUE(place(*read, std::vector<float>(4, 1.0F)));
}

// Films of one patient are alike: what is usual is the distance to those of others.
TEST(MakeMap, UsualDistancesAreToOtherPatients) {
  MapFilms films = films_of(40);
  Rows rows{2, {}};
  for (int i = 0; i < 40; ++i) {  // pairs that are 0.1 apart, 10 from the next
    rows.values.insert(rows.values.end(),
                       {10.0F * static_cast<float>(i / 2), 0.1F * static_cast<float>(i % 2)});
  }
  const auto made = make_map(rows, films, sides_of(40), {.perplexity = 5.0});
  ASSERT_TRUE(made);
  for (const float usual : made->map.usual_distances) EXPECT_NEAR(usual, 10.0F, 0.1F);
  films.patient_of.assign(40, 0);  // of one patient alone there are no others
  const auto alone = make_map(rows, films, sides_of(40), {.perplexity = 5.0});
  ASSERT_TRUE(alone);
  EXPECT_NEAR(alone->map.usual_distances.back(), 0.1F, 0.01F);
  EXPECT_TRUE(std::isnan(alone->all.by_class.accuracy));
}

TEST(MakeMap, StopsWhereItIsTold) {
  const auto made =
      make_map(formula_rows(40, 6), films_of(40), sides_of(40), {}, {}, [] { return true; });
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::interrupted);
}

}  // namespace
}  // namespace chestlens
