#include "support/small_map.hpp"

#include <chestlens/map.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace chestlens {
namespace {

using test::small_map;
using test::whole_row;
using testing::HasSubstr;

// openTSNE 1.0.4's transform, printed by tests/unit/embed/oracles.py.
TEST(Map, PlacesAFilmAsOpenTsneDoes) {
  const ReferenceMap map = small_map(240);
  const float places[4][2] = {
      {16.8461F, 1.31681F}, {-1.25527F, 10.7728F}, {2.78706F, -5.73685F}, {18.3633F, -2.01626F}};
  for (std::size_t i = 0; i < 4; ++i) {
    auto features = whole_row(240 + i, 6);
    for (std::size_t k = 0; k < 6; ++k) features[k] += 0.25F + 0.13F * static_cast<float>(k);
    const auto placed = place(map, features);
    ASSERT_TRUE(placed);
    EXPECT_NEAR(placed->place.x, places[i][0], 0.02) << i;
    EXPECT_NEAR(placed->place.y, places[i][1], 0.02) << i;
  }
}

TEST(Map, FindsAFilmOfItsOwnFirst) {
  const ReferenceMap map = small_map(240);
  for (const std::size_t i : {0U, 17U, 101U}) {
    const auto placed = place(map, whole_row(i, 6), 5);
    ASSERT_TRUE(placed);
    ASSERT_EQ(placed->nearest.size(), 5U);
    EXPECT_EQ(placed->nearest.front().distance, 0.0F);
    EXPECT_EQ(placed->farther_than, 0.0);
    EXPECT_TRUE(std::ranges::is_sorted(placed->nearest, {}, &NearFilm::distance));
    const auto& same = map.films[placed->nearest.front().film];
    EXPECT_LT(std::hypot(placed->place.x - same.place.x, placed->place.y - same.place.y), 5.0);
  }
}

TEST(Map, DistancesAreThoseOfTheNearest) {
  const ReferenceMap map = small_map(240);
  const auto features = whole_row(17, 6);
  const auto distances = distances_to(map, features);
  ASSERT_TRUE(distances);
  ASSERT_EQ(distances->size(), 240U);
  const auto placed = place(map, features, 7);
  for (const NearFilm& near : placed->nearest) EXPECT_EQ((*distances)[near.film], near.distance);
  float sum = 0.0F;
  for (std::size_t k = 0; k < 6; ++k) {
    const float difference = features[k] - whole_row(101, 6)[k];
    sum += difference * difference;
  }
  EXPECT_FLOAT_EQ((*distances)[101], std::sqrt(sum));
  EXPECT_FALSE(distances_to(map, std::vector<float>(5)));
}

TEST(Map, SaysHowFarAwayAFilmIsComparedWithUsual) {
  ReferenceMap map = small_map(1);
  map.codes.assign(6, 0);
  const auto at = [&](float distance) {
    return place(map, std::vector<float>{distance, 0, 0, 0, 0, 0})->farther_than;
  };
  EXPECT_NEAR(at(5.0F), 0.20, 1e-6);   // the quantiles are 0, 0.25, ... 25
  EXPECT_NEAR(at(5.1F), 0.204, 1e-6);  // between two of them
  EXPECT_EQ(at(1000.0F), 1.0);
}

TEST(Map, RefusesOtherFeatures) {
  const ReferenceMap map = small_map(30);
  const auto short_one = place(map, std::vector<float>(5, 0.0F));
  ASSERT_FALSE(short_one);
  EXPECT_THAT(short_one.error().message, HasSubstr("5 features, where the map was made of 6"));
  for (const float bad : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
    const auto placed = place(map, std::vector<float>{0, 0, 0, bad, 0, 0});
    ASSERT_FALSE(placed);
    EXPECT_THAT(placed.error().message, HasSubstr("no finite number"));
  }
}

TEST(Map, OfOneFilmPlacesBesideIt) {
  const auto placed = place(small_map(1), std::vector<float>(6, 3.0F));
  ASSERT_TRUE(placed);
  EXPECT_EQ(placed->nearest.size(), 1U);
  EXPECT_TRUE(std::isfinite(placed->place.x));
}

/// Films in clusters, whose components' deviations fall as those of a network's features do.
std::vector<float> clustered_components(std::size_t films, std::size_t width) {
  std::mt19937_64 random(5);
  const auto normal = [&] {  // of twelve uniform numbers
    double sum = -6.0;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(random() >> 11U) * 0x1p-53;
    return static_cast<float>(sum);
  };
  std::vector<float> centres(8 * width), components;
  for (float& centre : centres) centre = normal();
  for (std::size_t i = 0; i < films; ++i) {
    for (std::size_t k = 0; k < width; ++k) {
      const float deviation = 10.0F / std::sqrt(static_cast<float>(1 + k));
      components.push_back(deviation * (centres[i % 8 * width + k] + normal()));
    }
  }
  return components;
}

// What eight bits cost: the ten nearest films stay the same but for a few that are equally near.
TEST(Map, KeepsTheNearestFilmsUnderCompression) {
  constexpr std::size_t films = 2'000, width = 50;
  const auto components = clustered_components(films, width);
  ReferenceMap map;
  std::vector<float> axes(width * width, 0.0F);
  for (std::size_t k = 0; k < width; ++k) axes[k * (width + 1)] = 1.0F;
  set_projection(map, std::vector<float>(width, 0.0F), axes);
  set_components(map, components);
  map.films.resize(films);
  map.usual_distances = {0.0F, 1.0F};
  std::size_t same = 0, asked = 0;
  for (std::size_t i = 0; i < films; i += 20) {
    const std::span point(components.data() + i * width, width);
    std::vector<NearFilm> exact;
    for (std::size_t j = 0; j < films; ++j) {
      float squared = 0.0F;
      for (std::size_t k = 0; k < width; ++k) {
        squared += (point[k] - components[j * width + k]) * (point[k] - components[j * width + k]);
      }
      exact.push_back({j, squared});
    }
    std::ranges::sort(exact, {}, &NearFilm::distance);
    const auto placed = place(map, point, 10);
    for (const NearFilm& found : placed->nearest) {
      same +=
          std::ranges::count(exact.begin(), exact.begin() + 10, found.film, &NearFilm::film) > 0;
      ++asked;
    }
  }
  EXPECT_GT(static_cast<double>(same) / static_cast<double>(asked), 0.95);
  RecordProperty("same", static_cast<int>(same));
  RecordProperty("asked", static_cast<int>(asked));
}

}  // namespace
}  // namespace chestlens
