#include "learn/draw_augmentation.hpp"

#include "support/draw_ranges.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace chestlens {
namespace {

constexpr std::int64_t many = 20'000;

using test::expect_range;
using test::lowest;
using test::share;

TEST(DrawAugmentation, StaysInItsRangesAndReachesThem) {
  const AugmentationDraw draw = draw_augmentation(
      {.rotate_degrees = 10.0, .shift = 0.05, .zoom = 1.2, .perspective = 0.3}, many, 3);
  const double turn = 10.0 * std::numbers::pi / 180.0;
  expect_range(draw.turn, -turn, turn);
  expect_range(draw.shift_x, -0.05, 0.05);
  expect_range(draw.shift_y, -0.05, 0.05);
  expect_range(draw.zoom, 1.0, 1.2);
  expect_range(draw.tilt_x, -0.3, 0.3);
  expect_range(draw.tilt_y, -0.3, 0.3);
  expect_range(draw.brightness, std::log(0.4 / 0.6), std::log(0.6 / 0.4));
  expect_range(draw.contrast, 0.8, 1.25);
}

TEST(DrawAugmentation, FramesWiderAndStretchesWithoutOtherDrawsChanging) {
  const Augmentation usual{.zoom = 1.2};
  const Augmentation framed{.zoom = 1.2, .zoom_out = 1.3, .stretch = 1.25};
  const AugmentationDraw before = draw_augmentation(usual, many, 3);
  const AugmentationDraw draw = draw_augmentation(framed, many, 3);
  expect_range(draw.stretch, 0.8, 1.25);
  EXPECT_NEAR(lowest(draw.zoom), 1.0 / 1.3, 0.01);
  EXPECT_TRUE(torch::equal(draw.turn, before.turn));
  EXPECT_TRUE(torch::equal(draw.holes, before.holes));
  EXPECT_TRUE(before.stretch.eq(1.0).all().item<bool>());
  EXPECT_GE(lowest(before.zoom), 1.0);
}

TEST(DrawAugmentation, HasItsProbabilities) {
  const AugmentationDraw draw = draw_augmentation({.flip = 0.3,
                                                   .perspective = 0.2,
                                                   .affine_probability = 0.6,
                                                   .perspective_probability = 0.4,
                                                   .lighting_probability = 0.2,
                                                   .cutout_probability = 0.5},
                                                  many, 7);
  constexpr double error = 0.015;
  EXPECT_NEAR(share(draw.mirror.lt(0.0)), 0.3, error);
  EXPECT_NEAR(share(draw.turn.ne(0.0)), 0.6, error);
  EXPECT_NEAR(share(draw.shift_x.ne(0.0)), 0.6, error);
  EXPECT_NEAR(share(draw.zoom.ne(1.0)), 0.6, error);
  EXPECT_NEAR(share(draw.tilt_x.ne(0.0)), 0.4, error);
  EXPECT_NEAR(share(draw.tilt_x.ne(0.0).logical_and(draw.tilt_y.ne(0.0))), 0.16, error);
  EXPECT_NEAR(share(draw.brightness.ne(0.0)), 0.2, error);
  EXPECT_NEAR(share(draw.contrast.ne(1.0)), 0.2, error);
  EXPECT_NEAR(share(draw.holes.select(2, 2).gt(0.0).any(1)), 0.5, error);
}

TEST(DrawAugmentation, CutsOneHoleToTheGivenNumber) {
  const auto holes = draw_augmentation({.cutout_probability = 1.0,
                                        .cutout_holes = 3,
                                        .cutout_pixels_min = 20.0,
                                        .cutout_pixels_max = 50.0},
                                       many, 5)
                         .holes;
  ASSERT_EQ(holes.sizes(), (torch::IntArrayRef{many, 3, 3}));
  const auto sides = holes.select(2, 2);
  const auto count = sides.gt(0.0).sum(1);
  for (int number = 1; number <= 3; ++number) {
    EXPECT_NEAR(share(count.eq(number)), 1.0 / 3.0, 0.02) << number;
  }
  expect_range(sides.masked_select(sides.gt(0.0)), 20.0 / 224.0, 50.0 / 224.0);
  expect_range(holes.select(2, 0), 0.0, 1.0);
  expect_range(holes.select(2, 1), 0.0, 1.0);
}

TEST(DrawAugmentation, DependsOnTheSeedAlone) {
  const Augmentation all{.perspective = 0.2, .cutout_probability = 0.5};
  torch::manual_seed(1);
  const AugmentationDraw first = draw_augmentation(all, 32, 42);
  torch::manual_seed(2);
  const AugmentationDraw same = draw_augmentation(all, 32, 42);
  EXPECT_TRUE(torch::equal(first.turn, same.turn));
  EXPECT_TRUE(torch::equal(first.holes, same.holes));
  EXPECT_FALSE(torch::equal(first.turn, draw_augmentation(all, 32, 43).turn));
}

TEST(DrawAugmentation, SlicesByFilm) {
  const AugmentationDraw all =
      draw_augmentation({.perspective = 0.2, .cutout_probability = 0.5}, 10, 4);
  const AugmentationDraw part = slice(all, 6, 3);
  for (std::int64_t i = 0; i < 3; ++i) EXPECT_EQ(describe(part, i), describe(all, 6 + i));
  EXPECT_TRUE(torch::equal(part.holes, all.holes.narrow(0, 6, 3)));
}

TEST(DescribeAugmentation, NamesWhatAFilmGoesThrough) {
  AugmentationDraw draw = draw_augmentation({.flip = 0.0,
                                             .rotate_degrees = 0.0,
                                             .shift = 0.0,
                                             .zoom = 1.0,
                                             .brightness = 0.0,
                                             .contrast = 0.0},
                                            2, 1);
  EXPECT_TRUE(describe(draw, 0).empty());
  draw.turn[1] = -7.24 * std::numbers::pi / 180.0;
  draw.mirror[1] = -1.0;
  draw.zoom[1] = 1.08;
  draw.stretch[1] = 0.9;
  draw.shift_x[1] = 0.03;
  draw.tilt_y[1] = 0.12;
  draw.brightness[1] = -0.2;
  draw.contrast[1] = 1.1;
  draw.holes[1][0][2] = 0.1;
  EXPECT_TRUE(describe(draw, 0).empty());
  EXPECT_EQ(describe(draw, 1),
            (std::vector<std::string>{"tilted +0.00 +0.12", "shifted +3 +0 %", "turned -7.2 deg",
                                      "zoomed x1.08", "stretched x0.90", "mirrored",
                                      "brightness -0.20", "contrast x1.10", "1 hole"}));
  draw.holes[1][2][2] = 0.1;
  EXPECT_EQ(describe(draw, 1).back(), "2 holes");
}

}  // namespace
}  // namespace chestlens
