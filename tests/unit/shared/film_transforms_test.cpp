#include <chestlens/film_transforms.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace chestlens {
namespace {

using Levels = std::vector<std::uint16_t>;

int level(const GreyImage& film, int x, int y) {
  return film.pixels[static_cast<std::size_t>(y * film.width_pixels + x)];
}

TEST(FilmTransforms, LevelsAreRoundedAndKeptInRange) {
  const GreyImage film = film_of({4, 1, {-3.0F, 1.5F, 2.4F, 300.0F}}, 255);
  EXPECT_EQ(film.pixels, (Levels{0, 2, 2, 255}));
  EXPECT_EQ(film.max_level, 255);
  EXPECT_EQ(level_values(film).pixels, (std::vector{0.0F, 2.0F, 2.0F, 255.0F}));
}

TEST(FilmTransforms, MirroredExchangesLeftAndRight) {
  const GreyImage film{3, 2, 255, {1, 2, 3, 4, 5, 6}};
  EXPECT_EQ(mirrored(film).pixels, (Levels{3, 2, 1, 6, 5, 4}));
  EXPECT_EQ(mirrored(mirrored(film)).pixels, film.pixels);
}

TEST(FilmTransforms, TurnsClockwise) {
  GreyImage film{101, 101, 255, Levels(101 * 101, 10)};
  for (int y = 5; y < 20; ++y) {
    for (int x = 46; x < 55; ++x) film.pixels[static_cast<std::size_t>(y * 101 + x)] = 200;
  }
  const GreyImage turned = moved(film, 0.0, 30.0);  // what is above goes to the right
  const double radians = 30.0 * std::acos(-1.0) / 180.0;
  const int x = static_cast<int>(std::lround(50.5 + 38.0 * std::sin(radians)));
  const int y = static_cast<int>(std::lround(50.5 - 38.0 * std::cos(radians)));
  EXPECT_EQ(level(turned, x, y), 200);
  EXPECT_EQ(level(turned, 50, 12), 10);
  EXPECT_EQ(moved(film, 0.0, 0.0).pixels, film.pixels);
}

TEST(FilmTransforms, ShiftsToTheRightAndGoesOnAtTheEdge) {
  const GreyImage film{4, 1, 255, {10, 20, 30, 40}};
  EXPECT_EQ(moved(film, 0.25, 0.0).pixels, (Levels{10, 10, 20, 30}));
}

TEST(FilmTransforms, CoarsenedLosesWhatIsFinerAndKeepsTheMean) {
  GreyImage film{64, 48, 255, {}};
  for (int i = 0; i < 64 * 48; ++i) film.pixels.push_back(i % 2 == 0 ? 0 : 200);
  const GreyImage coarse = coarsened(film, 16, 12);
  EXPECT_EQ(coarse.width_pixels, 64);
  EXPECT_EQ(coarse.height_pixels, 48);
  EXPECT_EQ(std::ranges::count(coarse.pixels, 100), 64 * 48);
}

TEST(FilmTransforms, LightingIsTheCurveOfTraining) {
  GreyImage film{101, 1, 4095, {}};
  for (int i = 0; i <= 100; ++i) film.pixels.push_back(static_cast<std::uint16_t>(500 + 20 * i));
  for (const double brightness : {0.5, 1.0, 3.0}) {
    for (const double contrast : {0.4, 1.0, 2.0}) {
      const GreyImage lit = with_lighting(film, brightness, contrast);
      EXPECT_EQ(lit.pixels.front(), 500);
      EXPECT_EQ(lit.pixels.back(), 2500);
      for (int i = 1; i < 100; ++i) {
        const double x = i / 100.0;
        const double logit = contrast * std::log(x / (1.0 - x)) + std::log(brightness);
        const double expected = 500.0 + 2000.0 / (1.0 + std::exp(-logit));
        EXPECT_NEAR(level(lit, i, 0), expected, 0.5 + 1e-6);
      }
    }
  }
  EXPECT_EQ(with_lighting(film, 1.0, 1.0).pixels, film.pixels);
}

TEST(FilmTransforms, AFilmOfOneLevelStays) {
  const GreyImage film{3, 2, 255, Levels(6, 90)};
  EXPECT_EQ(with_lighting(film, 4.0, 0.5).pixels, film.pixels);
  EXPECT_EQ(moved(film, 0.0, 20.0).pixels, film.pixels);
  EXPECT_EQ(coarsened(film, 1, 1).pixels, film.pixels);
}

}  // namespace
}  // namespace chestlens
