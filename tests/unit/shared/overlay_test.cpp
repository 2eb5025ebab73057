#include "support/raster.hpp"

#include <chestlens/lung_field.hpp>
#include <chestlens/overlay.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

Rgb rgb_at(const RgbaImage& image, int x, int y) {
  const std::size_t at = 4 * (area_pixels(image.width_pixels, y) + static_cast<std::size_t>(x));
  EXPECT_EQ(image.pixels[at + 3], 255);
  return {image.pixels[at], image.pixels[at + 1], image.pixels[at + 2]};
}

const Rgb strongest = map_color(default_color_map, 1.0F);

GreyImage black(int width, int height) {
  return {width, height, 255, std::vector<std::uint16_t>(area_pixels(width, height))};
}

/// The color's share, rounded: what opaque heat over black shows.
Rgb over_black(const Rgb& color, double alpha) {
  Rgb result{};
  for (std::size_t c = 0; c < 3; ++c) {
    result[c] = static_cast<std::uint8_t>(std::floor(color[c] * alpha + 0.5));
  }
  return result;
}

TEST(Overlay, WithoutOpacityIsTheFilm) {
  const GreyImage film = testing::grey_image(testing::noise_raster(20, 10));
  const FloatImage heat{2, 2, {0.1F, 0.9F, 1.0F, 0.0F}};
  const Result<RgbaImage> overlay = render_overlay(film, {}, heat, 0.0F);
  ASSERT_TRUE(overlay);
  EXPECT_EQ(overlay->pixels, render_film(film, {}).pixels);
}

TEST(Overlay, ColdFilmStaysItself) {
  const GreyImage film = testing::grey_image(testing::noise_raster(20, 10));
  const Result<RgbaImage> overlay = render_overlay(film, {}, {1, 1, {0.0F}}, 1.0F);
  ASSERT_TRUE(overlay);
  EXPECT_EQ(overlay->pixels, render_film(film, {}).pixels);
}

TEST(Overlay, AlphaIsOpacityTimesHeat) {
  const Result<RgbaImage> hot = render_overlay(black(3, 3), {}, {1, 1, {1.0F}}, 1.0F);
  ASSERT_TRUE(hot);
  EXPECT_EQ(rgb_at(*hot, 1, 1), strongest);
  const Result<RgbaImage> warm = render_overlay(black(3, 3), {}, {1, 1, {0.5F}}, 0.5F);
  ASSERT_TRUE(warm);
  EXPECT_EQ(rgb_at(*warm, 2, 0), over_black(map_color(default_color_map, 0.5F), 0.25));
}

TEST(Overlay, TakesTheColorsAskedFor) {
  for (const ColorMapInfo& colors : color_maps()) {
    const auto hot = render_overlay(black(1, 1), {}, {1, 1, {1.0F}}, 1.0F, {}, colors.map);
    ASSERT_TRUE(hot);
    EXPECT_EQ(rgb_at(*hot, 0, 0), map_color(colors.map, 1.0F)) << colors.name;
  }
}

TEST(Overlay, ShowsWhatSpeaksAgainstInColorsForIt) {
  const FloatImage heat{1, 1, {-0.5F}};
  const auto drawn = render_overlay(black(1, 1), {}, heat, 1.0F, {}, ColorMap::diverging);
  ASSERT_TRUE(drawn);
  EXPECT_EQ(rgb_at(*drawn, 0, 0), over_black(map_color(ColorMap::diverging, 0.25F), 0.5));
  const auto bare = render_overlay(black(1, 1), {}, heat, 1.0F);
  ASSERT_TRUE(bare);
  EXPECT_EQ(rgb_at(*bare, 0, 0), (Rgb{0, 0, 0}));
}

TEST(Overlay, PlacesOfTheSquareLieOnTheFilm) {
  const GreyImage film = black(8, 4);
  EXPECT_EQ(on_film({0.5, 1.0}, shown_part(film, FitMode::squash)), (PlanePoint{4.0, 4.0}));
  EXPECT_EQ(on_film({0.5, 0.5}, shown_part(film, FitMode::letterbox)), (PlanePoint{4.0, 2.0}));
  EXPECT_EQ(on_film({0.0, 0.0}, shown_part(film, FitMode::letterbox)), (PlanePoint{0.0, -2.0}));
  EXPECT_EQ(on_film({0.0, 0.0}, shown_part(film, FitMode::center_crop)), (PlanePoint{2.0, 0.0}));
}

TEST(Overlay, EnlargesBilinearlyByPixelCentres) {
  // Two cells over four pixels: the centres lie at -1/4, 1/4, 3/4, 5/4 cells.
  const Result<RgbaImage> overlay = render_overlay(black(4, 1), {}, {2, 1, {0.0F, 1.0F}}, 1.0F);
  ASSERT_TRUE(overlay);
  const std::vector<float> heats{0.0F, 0.25F, 0.75F, 1.0F};
  for (int x = 0; x < 4; ++x) {
    const float heat = heats[static_cast<std::size_t>(x)];
    EXPECT_EQ(rgb_at(*overlay, x, 0), over_black(map_color(default_color_map, heat), heat)) << x;
  }
}

TEST(Overlay, LetterboxedHeatIgnoresTheBars) {
  // A film of 4 x 2 sits in the middle half of the square; only the two middle rows of heat count.
  const FloatImage heat{1, 4, {1.0F, 0.0F, 0.0F, 1.0F}};
  const Result<RgbaImage> overlay = render_overlay(black(4, 2), {}, heat, 1.0F, FitMode::letterbox);
  ASSERT_TRUE(overlay);
  EXPECT_EQ(overlay->pixels, render_film(black(4, 2), {}).pixels);
  const FloatImage turned{1, 4, {0.0F, 1.0F, 1.0F, 0.0F}};
  const Result<RgbaImage> hot = render_overlay(black(4, 2), {}, turned, 1.0F, FitMode::letterbox);
  ASSERT_TRUE(hot);
  EXPECT_EQ(rgb_at(*hot, 0, 0), strongest);
}

TEST(Overlay, CroppedMarginsStayTheFilm) {
  const Result<RgbaImage> overlay =
      render_overlay(black(8, 4), {}, {1, 1, {1.0F}}, 1.0F, FitMode::center_crop);
  ASSERT_TRUE(overlay);
  for (int x = 0; x < 8; ++x) {
    const bool seen = x >= 2 && x < 6;
    EXPECT_EQ(rgb_at(*overlay, x, 3), seen ? strongest : (Rgb{0, 0, 0})) << x;
  }
}

TEST(Overlay, WhatLiesBesideTheLungsStaysTheFilm) {
  const GreyImage film = black(64, 48);
  const Box box = lung_box(film);
  const Result<RgbaImage> overlay = render_overlay(film, {}, {1, 1, {1.0F}}, 1.0F, FitMode::lungs);
  ASSERT_TRUE(overlay);
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 64; ++x) {
      const bool seen = x >= box.left && x < box.right && y >= box.top && y < box.bottom;
      EXPECT_EQ(rgb_at(*overlay, x, y), seen ? strongest : (Rgb{0, 0, 0})) << x << " " << y;
    }
  }
  EXPECT_GT(box.left, 0);
  EXPECT_LT(box.bottom, 48);
}

TEST(Overlay, OnePixelFilm) {
  for (const FitMode fit :
       {FitMode::squash, FitMode::letterbox, FitMode::center_crop, FitMode::lungs}) {
    const Result<RgbaImage> overlay =
        render_overlay(black(1, 1), {}, {7, 7, std::vector<float>(49, 1.0F)}, 1.0F, fit);
    ASSERT_TRUE(overlay);
    EXPECT_EQ(rgb_at(*overlay, 0, 0), strongest);
  }
}

TEST(Overlay, RefusesBadInput) {
  const FloatImage heat{1, 1, {1.0F}};
  EXPECT_FALSE(render_overlay({}, {}, heat, 0.5F));
  EXPECT_FALSE(render_overlay(black(2, 2), {}, {}, 0.5F));
  EXPECT_FALSE(render_overlay(black(2, 2), {}, {2, 2, {1.0F}}, 0.5F));
  EXPECT_FALSE(render_overlay(black(2, 2), {}, {1, 1, {std::nanf("")}}, 0.5F));
  for (const float opacity : {-0.1F, 1.1F, std::nanf("")}) {
    const Result<RgbaImage> overlay = render_overlay(black(2, 2), {}, heat, opacity);
    ASSERT_FALSE(overlay) << opacity;
    EXPECT_EQ(overlay.error().code, ErrorCode::invalid_argument);
  }
}

}  // namespace
}  // namespace chestlens
