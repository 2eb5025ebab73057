#include "explain/map_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chestlens {
namespace {

using ::testing::ElementsAre;

// A finding in the upper left quarter of 4 x 4 pixels; the map that is it, the map that is all of
// the film, and the map that is all but it.
const FloatImage finding{4, 4, {1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};
const FloatImage uniform{4, 4, std::vector<float>(16, 0.5F)};
const FloatImage inverse{4, 4, {0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}};
const FloatImage nothing{4, 4, std::vector<float>(16, 0.0F)};

TEST(MapMetrics, PointingGame) {
  EXPECT_EQ(pointing_game(finding, finding), 1.0);
  EXPECT_EQ(pointing_game(uniform, finding), 0.25);  // chance: the finding's area
  EXPECT_EQ(pointing_game(inverse, finding), 0.0);
  EXPECT_EQ(pointing_game(nothing, finding), 0.0);
}

TEST(MapMetrics, EnergyInside) {
  EXPECT_EQ(energy_inside(finding, finding), 1.0);
  EXPECT_EQ(energy_inside(uniform, finding), 0.25);
  EXPECT_EQ(energy_inside(inverse, finding), 0.0);
  EXPECT_EQ(energy_inside(nothing, finding), 0.0);
}

TEST(MapMetrics, Overlap) {
  EXPECT_EQ(overlap(finding, finding, 0.5), 1.0);
  EXPECT_EQ(overlap(uniform, finding, 0.5), 0.25);
  EXPECT_EQ(overlap(inverse, finding, 0.5), 0.0);
  EXPECT_EQ(overlap(nothing, finding, 0.5), 0.0);
  // A map that is right in half of the finding and as strong as a quarter in two pixels outside.
  const FloatImage half{4, 4, {4, 4, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};
  EXPECT_EQ(overlap(half, finding, 0.5), 0.5);
  EXPECT_DOUBLE_EQ(overlap(half, finding, 0.2), 2.0 / 6.0);
}

/// A network that adds up the grey under the finding: logits (8 * its mean, 0).
Result<std::vector<float>> sees_the_finding(std::span<const float> films, int count) {
  std::vector<float> logits;
  for (int film = 0; film < count; ++film) {
    float sum = 0.0F;
    for (const std::size_t pixel : {0U, 1U, 4U, 5U}) {
      sum += films[static_cast<std::size_t>(film) * 16 + pixel];
    }
    logits.push_back(2.0F * sum);
    logits.push_back(0.0F);
  }
  return logits;
}

double probability(double logit) {
  return 1.0 / (1.0 + std::exp(-logit));
}

TEST(MapMetrics, DeletionWithBothEnds) {
  // Four steps of four pixels. The mean grey is 1/4: logit 8 before, 2 after. By the right map the
  // first step takes the finding, by the inverse one the last.
  const double high = probability(8.0), low = probability(2.0);
  const auto area = [&](const FloatImage& map) {
    return perturbation_area(Perturbation::deletion, finding, map, 0, sees_the_finding, 4).value();
  };
  EXPECT_NEAR(area(finding), (high / 2 + 3 * low + low / 2) / 4, 1e-6);
  EXPECT_NEAR(area(inverse), (high / 2 + 3 * high + low / 2) / 4, 1e-6);
  EXPECT_GT(area(uniform), area(finding));
  EXPECT_LT(area(uniform), area(inverse));
}

TEST(MapMetrics, InsertionIsBestByTheRightMap) {
  // A bright square of 4 x 4 on black, 40 x 40: the blur takes most of it away.
  FloatImage film{40, 40, std::vector<float>(1600, 0.0F)}, other = film;
  for (std::size_t i = 0; i < 1600; ++i) {
    const bool inside = i % 40 / 4 == 3 && i / 160 == 3;
    film.pixels[i] = inside ? 1.0F : 0.0F;
    other.pixels[i] = inside ? 0.0F : 1.0F;
  }
  const RunModel sees_the_square = [&](std::span<const float> films,
                                       int count) -> Result<std::vector<float>> {
    std::vector<float> logits;
    for (std::size_t at = 0; at < static_cast<std::size_t>(count) * 1600; at += 1600) {
      const auto pixels = films.subspan(at, 1600);
      const float sum = std::inner_product(pixels.begin(), pixels.end(), film.pixels.begin(), 0.0F);
      logits.insert(logits.end(), {sum - 8.0F, 0.0F});
    }
    return logits;
  };
  const auto area = [&](const FloatImage& map) {
    return perturbation_area(Perturbation::insertion, film, map, 0, sees_the_square).value();
  };
  const FloatImage flat{40, 40, std::vector<float>(1600, 0.5F)};
  EXPECT_GT(area(film), 0.9);
  EXPECT_GT(area(film), area(flat) + 0.1);
  EXPECT_GT(area(flat), area(other) + 0.1);
  EXPECT_FALSE(perturbation_area(Perturbation::insertion, finding, {2, 2, {0, 0, 0, 0}}, 0,
                                 sees_the_finding));
}

TEST(MapMetrics, RemovedPixelsAreDrawnFromTheirNeighbours) {
  // A ramp: the weighted mean of a pixel's neighbours is the pixel itself.
  FloatImage ramp{9, 9, {}};
  for (int i = 0; i < 81; ++i) ramp.pixels.push_back(static_cast<float>(i % 9 + i / 9) / 16.0F);
  std::vector<bool> removed(81, false);
  for (const int i : {20, 21, 22, 29, 30, 31, 38, 39, 40}) {
    removed[static_cast<std::size_t>(i)] = true;
  }
  const FloatImage imputed = without_pixels(ramp, removed);
  double difference = 0.0;
  for (std::size_t i = 0; i < 81; ++i) {
    EXPECT_TRUE(removed[i] || imputed.pixels[i] == ramp.pixels[i]) << i;
    difference = std::max<double>(difference, std::abs(imputed.pixels[i] - ramp.pixels[i]));
  }
  EXPECT_LT(difference, 0.05);  // five deviations of the noise
  EXPECT_GT(difference, 0.0);
  const FloatImage gone = without_pixels(ramp, std::vector<bool>(81, true));
  EXPECT_NEAR(std::accumulate(gone.pixels.begin(), gone.pixels.end(), 0.0) / 81, 0.5, 0.01);
}

TEST(MapMetrics, RoadTellsTheOrders) {
  const double right = road(finding, finding, 0, sees_the_finding).value();
  const double wrong = road(finding, inverse, 0, sees_the_finding).value();
  EXPECT_GT(right, 0.1);
  EXPECT_LT(wrong, -0.1);
}

TEST(MapMetrics, RoadOfANetworkThatSeesNothingIsZero) {
  const auto blind = [](std::span<const float>, int films) -> Result<std::vector<float>> {
    return std::vector<float>(2 * static_cast<std::size_t>(films), 1.0F);
  };
  EXPECT_EQ(road(finding, finding, 0, blind).value(), 0.0);
}

TEST(MapMetrics, SoftOverlap) {
  EXPECT_EQ(soft_overlap(finding, finding), 1.0);
  EXPECT_EQ(soft_overlap(finding, inverse), 0.0);
  EXPECT_EQ(soft_overlap(finding, uniform), 0.25);  // whatever the uniform map's strength
  EXPECT_EQ(soft_overlap(finding, nothing), 0.0);
  EXPECT_DOUBLE_EQ(soft_overlap({2, 1, {1.0F, 0.5F}}, {2, 1, {0.5F, 2.0F}}), 0.75 / 2.0);
}

TEST(MapMetrics, RankCorrelation) {
  const FloatImage rising{5, 1, {1, 2, 3, 4, 9}}, falling{5, 1, {9, 4, 3, 2, 1}};
  EXPECT_DOUBLE_EQ(rank_correlation(rising, {5, 1, {0, 1, 10, 11, 12}}), 1.0);
  EXPECT_DOUBLE_EQ(rank_correlation(rising, falling), -1.0);
  EXPECT_EQ(rank_correlation(rising, {5, 1, {7, 7, 7, 7, 7}}), 0.0);
  // scipy.stats.spearmanr([1, 2, 3, 4, 9], [2, 1, 1, 3, 3]) = 0.6324555320336759.
  EXPECT_NEAR(rank_correlation(rising, {5, 1, {2, 1, 1, 3, 3}}), 0.6324555320336759, 1e-12);
}

TEST(MapMetrics, AsDrawnIsWhatIsAboveZeroEnlarged) {
  const FloatImage drawn = as_drawn({2, 1, {-4.0F, 4.0F}}, 4, 1);
  EXPECT_THAT(drawn.pixels, ElementsAre(0.0F, 1.0F, 3.0F, 4.0F));
}

TEST(MapMetrics, OrderOfEqualPixelsFavoursNoCorner) {
  const auto order = by_importance({2, 2, {0.1F, 0.9F, 0.1F, 0.5F}});
  EXPECT_EQ(order[0], 1U);
  EXPECT_EQ(order[1], 3U);
  const FloatImage flat{8, 8, std::vector<float>(64, 1.0F)};
  const auto first = by_importance(flat, 1);
  EXPECT_EQ(first, by_importance(flat, 1));
  EXPECT_NE(first, by_importance(flat, 2));
  EXPECT_FALSE(std::ranges::is_sorted(first));
}

}  // namespace
}  // namespace chestlens
