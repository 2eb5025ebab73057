#include <chestlens/region.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <vector>

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

TEST(Region, GrowsAsOpenCvDilatesByADisc) {
  Region region = boxes_region(70, 50, {{0, 0, 3, 4}, {30, 20, 31, 21}, {60, 48, 70, 50}});
  for (std::size_t i = 5; i < region.pixels.size(); i += 611) region.pixels[i] = 1;
  const cv::Mat1b source(50, 70, region.pixels.data());
  for (const int pixels : {1, 2, 3, 7, 16, 60, 90}) {
    cv::Mat1b expected;
    cv::dilate(source, expected,
               cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * pixels + 1, 2 * pixels + 1}));
    const auto found = grown(region, pixels).pixels;
    EXPECT_EQ(found, std::vector<std::uint8_t>(expected.begin(), expected.end())) << pixels;
  }
}

/// Whether a pixel's middle is within the radius of a line, by projection on it.
bool is_brushed(int x, int y, const FilmPoint& a, const FilmPoint& b, double radius) {
  const double along_x = b.x - a.x, along_y = b.y - a.y;
  const double square = along_x * along_x + along_y * along_y;
  const double share = ((x + 0.5 - a.x) * along_x + (y + 0.5 - a.y) * along_y) / square;
  const double nearest = square > 0.0 ? std::clamp(share, 0.0, 1.0) : 0.0;
  return std::hypot(x + 0.5 - a.x - nearest * along_x, y + 0.5 - a.y - nearest * along_y) <= radius;
}

TEST(Region, ABrushCoversWhatIsWithinItsRadius) {
  const std::vector<BrushStroke> strokes{
      {{{10.0, 10.0}, {40.3, 21.7}, {40.3, 44.0}, {5.0, 44.0}}, 3.3},
      {{{-4.0, 30.0}, {2.0, 80.0}}, 6.0},
      {{{52.2, 8.1}}, 5.5},
      {{{20.5, 30.5}}, 0.2}};
  const Region region = brush_region(60, 50, strokes);
  for (int y = 0; y < 50; ++y) {
    for (int x = 0; x < 60; ++x) {
      bool expected = false;
      for (const auto& [points, radius] : strokes) {
        for (std::size_t i = 0; i < points.size(); ++i) {
          expected |= is_brushed(x, y, points[i == 0 ? 0 : i - 1], points[i], radius);
        }
      }
      EXPECT_EQ(region.pixels[static_cast<std::size_t>(60 * y + x)] != 0, expected)
          << x << " " << y;
    }
  }
  EXPECT_EQ(count(brush_region(60, 50, {{{{90.0, 25.0}, {70.0, 25.0}}, 9.0}})), 0);
  EXPECT_EQ(count(brush_region(60, 50, {{{{30.0, 25.0}}, 1e6}})), 60 * 50);
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

// The blur is computed at fewer pixels.
TEST(Covered, TheBlurOfALargeFilmIsGaussian) {
  GreyImage film{600, 500, 4095, {}};
  for (int y = 0; y < 500; ++y) {
    for (int x = 0; x < 600; ++x) {
      film.pixels.push_back(x / 150 % 2 == y / 200 % 2 ? 3900 : 200);
    }
  }
  const cv::Mat1w levels(500, 600, film.pixels.data());
  cv::Mat1w expected;
  cv::GaussianBlur(levels, expected, {0, 0}, 50.0);
  const Region all_but_one = outside(boxes_region(600, 500, {{0, 0, 1, 1}}));
  const auto result = covered(film, all_but_one, CoverFill::blurred).value();
  int largest = 0;
  for (std::size_t i = 1; i < film.pixels.size(); ++i) {
    const int difference = int{result.pixels[i]} - int{expected.begin()[static_cast<long>(i)]};
    largest = std::max(largest, std::abs(difference));
  }
  EXPECT_LT(largest, 80);  // of 3700
}

TEST(Covered, ARegionOfAnotherSizeIsRefused) {
  const auto result = covered(ramp(4, 4), border_region(5, 4, 0.2));
  ASSERT_FALSE(result);
  EXPECT_THAT(to_string(result.error()), HasSubstr("5 x 4 pixels cannot cover a film of 4 x 4"));
  EXPECT_THAT(to_string(parse_cover_fill("tar").error()), HasSubstr("mean, blurred and noise"));
}

}  // namespace
}  // namespace chestlens
