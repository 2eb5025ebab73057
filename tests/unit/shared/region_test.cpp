#include <chestlens/region.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace chestlens {
namespace {

using testing::HasSubstr;

int count(const Region& region) {
  return std::accumulate(region.pixels.begin(), region.pixels.end(), 0);
}

/// Grey levels that differ from pixel to pixel.
GreyImage ramp(int width, int height) {
  GreyImage film{width, height, 255, {}};
  for (int i = 0; i < width * height; ++i) {
    film.pixels.push_back(static_cast<std::uint16_t>((i * 37) % 200 + 20));
  }
  return film;
}

TEST(Region, BorderAndCentreAreAllOfAFilm) {
  const Region border = border_region(20, 10, 0.2);
  EXPECT_EQ(count(border), 20 * 10 - 16 * 6);
  EXPECT_EQ(count(outside(border)), 16 * 6);
  EXPECT_DOUBLE_EQ(share_of(border), 1.0 - 96.0 / 200.0);
  EXPECT_EQ(border.pixels[0], 1);
  EXPECT_EQ(border.pixels[5 * 20 + 10], 0);
}

TEST(Region, BoxesEndAtTheFilm) {
  const Region region = boxes_region(8, 8, {{-5, -5, 2, 3}, {6, 6, 90, 90}, {5, 5, 5, 9}});
  EXPECT_EQ(count(region), 2 * 3 + 2 * 2);
}

TEST(Region, AnEllipseFillsItsBox) {
  const Region region = ellipse_region(100, 80, {10, 20, 90, 60});
  EXPECT_NEAR(count(region), 3.14159 * 40 * 20, 30.0);
  EXPECT_EQ(region.pixels[40 * 100 + 50], 1);
  EXPECT_EQ(region.pixels[21 * 100 + 11], 0);
  EXPECT_EQ(count(ellipse_region(10, 10, {4, 4, 4, 9})), 0);
}

TEST(Region, GrowsByPixels) {
  const Region region = grown(boxes_region(9, 9, {{4, 4, 5, 5}}), 2);
  EXPECT_EQ(region.pixels[4 * 9 + 6], 1);
  EXPECT_EQ(region.pixels[4 * 9 + 7], 0);
  EXPECT_EQ(count(grown(region, 0)), count(region));
}

TEST(Covered, TheMeanIsThatOfTheRest) {
  GreyImage film{4, 1, 255, {10, 20, 200, 250}};
  const auto result = covered(film, boxes_region(4, 1, {{2, 0, 4, 1}}));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->pixels, (std::vector<std::uint16_t>{10, 20, 15, 15}));
}

TEST(Covered, AllOfAFilmIsMiddleGrey) {
  const auto result = covered(ramp(6, 6), outside(boxes_region(6, 6, {})));
  ASSERT_TRUE(result);
  EXPECT_EQ(std::ranges::count(result->pixels, 127), 36);
}

TEST(Covered, WhatIsNotMeantStaysAndWhatIsMeantChanges) {
  const GreyImage film = ramp(40, 30);
  const Region region = ellipse_region(40, 30, {5, 5, 30, 25});
  for (const CoverFill fill : {CoverFill::mean, CoverFill::blurred, CoverFill::noise}) {
    const auto result = covered(film, region, fill);
    ASSERT_TRUE(result);
    int changed = 0;
    for (std::size_t i = 0; i < film.pixels.size(); ++i) {
      const bool is_changed = result->pixels[i] != film.pixels[i];
      EXPECT_FALSE(is_changed && region.pixels[i] == 0) << i;
      changed += is_changed;
    }
    EXPECT_GT(changed, count(region) / 2) << to_string(fill);
    EXPECT_EQ(covered(film, region, fill)->pixels, result->pixels) << to_string(fill);
    EXPECT_EQ(parse_cover_fill(to_string(fill)).value(), fill);
  }
}

TEST(Covered, ARegionOfAnotherSizeIsRefused) {
  const auto result = covered(ramp(4, 4), border_region(5, 4, 0.2));
  ASSERT_FALSE(result);
  EXPECT_THAT(to_string(result.error()), HasSubstr("5 x 4 pixels cannot cover a film of 4 x 4"));
  EXPECT_THAT(to_string(parse_cover_fill("tar").error()), HasSubstr("mean, blurred and noise"));
}

}  // namespace
}  // namespace chestlens
