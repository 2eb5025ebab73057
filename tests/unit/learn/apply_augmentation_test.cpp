#include "learn/apply_augmentation.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <array>
#include <cmath>
#include <numbers>

namespace chestlens {
namespace {

using torch::indexing::None;
using torch::indexing::Slice;

constexpr Augmentation nothing{.flip = 0.0,
                               .rotate_degrees = 0.0,
                               .shift = 0.0,
                               .zoom = 1.0,
                               .brightness = 0.0,
                               .contrast = 0.0};

/// A draw of no change, to be changed by hand.
AugmentationDraw no_change(std::int64_t films) {
  return draw_augmentation(nothing, films, 1);
}

torch::Tensor films(std::int64_t count, std::int64_t side = 16) {
  torch::manual_seed(4);
  return 0.1 + 0.8 * torch::rand({count, 1, side, side});
}

double largest(const torch::Tensor& difference) {
  return difference.abs().max().item<double>();
}

TEST(Augment, ChangesNoBitWhereAllIsOff) {
  const auto images =
      torch::cat({films(3), torch::zeros({1, 1, 16, 16}), torch::ones({1, 1, 16, 16})});
  EXPECT_TRUE(torch::equal(augment(images, nothing, 1), images));
}

// A film that only its neighbours' changes touch keeps its grey levels' bits and its place.
TEST(Augment, LeavesAFilmAloneThatDrewNothing) {
  const auto images = torch::cat({films(1), torch::zeros({1, 1, 16, 16})});
  AugmentationDraw draw = no_change(2);
  draw.brightness[0] = 1.0;
  draw.holes[0][0] = torch::tensor({0.5F, 0.5F, 0.5F});
  const auto lit = apply_augmentation(images, draw);
  EXPECT_FALSE(torch::equal(lit[0], images[0]));
  EXPECT_TRUE(torch::equal(lit[1], images[1]));
  draw.turn[1] = 0.3;
  EXPECT_LT(largest(apply_augmentation(images, draw)[0] - lit[0]), 1e-5);
}

TEST(Augment, KeepsBlackAndWhiteNearTheirLevels) {
  AugmentationDraw draw = no_change(1);
  draw.contrast[0] = 1.0001;
  const auto black = torch::zeros({1, 1, 8, 8});
  EXPECT_LT(largest(apply_augmentation(black, draw)), 1.001e-3);
  EXPECT_LT(largest(apply_augmentation(black + 1.0, draw) - 1.0), 1.001e-3);
}

TEST(Augment, FlipMirrorsLeftAndRight) {
  const auto images = films(3);
  Augmentation flip = nothing;
  flip.flip = 1.0;
  const auto once = augment(images, flip, 1);
  EXPECT_LT(largest(once - images.flip({3})), 1e-5);
  EXPECT_LT(largest(augment(once, flip, 2) - images), 1e-5);
}

// A quarter turn is exact on a square grid.
TEST(Augment, TurnsCounterClockwise) {
  const auto images = films(1);
  AugmentationDraw draw = no_change(1);
  draw.turn[0] = std::numbers::pi / 2.0;
  EXPECT_LT(largest(apply_augmentation(images, draw) - images.rot90(1, {2, 3})), 1e-5);
}

TEST(Augment, ShiftsToTheRightAndDown) {
  const auto images = films(1);
  AugmentationDraw draw = no_change(1);
  draw.shift_x[0] = 3.0 / 16.0;
  draw.shift_y[0] = 2.0 / 16.0;
  const auto moved = apply_augmentation(images, draw);
  EXPECT_LT(largest(moved.index({0, 0, Slice(2, None), Slice(3, None)}) -
                    images.index({0, 0, Slice(None, 14), Slice(None, 13)})),
            1e-5);
}

// Twice the size: pixels 2i and 2i + 1 lie a quarter of an old pixel on either side of pixel i.
TEST(Augment, ZoomsAboutTheMiddle) {
  const auto ramp = torch::arange(16).to(torch::kFloat32).expand({1, 1, 16, 16}) / 20.0;
  AugmentationDraw draw = no_change(1);
  draw.zoom[0] = 2.0;
  const auto row = apply_augmentation(ramp, draw)[0][0][7];
  for (int x = 0; x < 16; ++x) {
    EXPECT_NEAR(row[x].item<double>(), (4.0 + 0.5 * x - 0.25) / 20.0, 1e-5) << x;
  }
}

// Four times as high as wide: twice the height, half the width, about the middle.
TEST(Augment, StretchesHeightAgainstWidth) {
  const auto down =
      (torch::arange(16).to(torch::kFloat32) / 20.0).view({1, 1, 16, 1}).expand({1, 1, 16, 16});
  AugmentationDraw draw = no_change(1);
  draw.stretch[0] = 4.0;
  const auto column = apply_augmentation(down, draw)[0][0].select(1, 7);
  for (int y = 0; y < 16; ++y) {
    EXPECT_NEAR(column[y].item<double>(), (4.0 + 0.5 * y - 0.25) / 20.0, 1e-5) << y;
  }
  const auto across = down.transpose(2, 3);
  const auto row = apply_augmentation(across, draw)[0][0][7];
  for (int x = 4; x < 12; ++x) {
    EXPECT_NEAR(row[x].item<double>(), (2.0 * (x - 4) + 0.5) / 20.0, 1e-5) << x;
  }
}

/// Where fastai's Warp moves the corners (-1,-1), (-1,1), (1,-1), (1,1).
std::array<std::array<double, 2>, 4> moved_corners(double x, double y) {
  return {{{-1.0 - y, -1.0 - x}, {-1.0 + y, 1.0 + x}, {1.0 + y, -1.0 + x}, {1.0 - y, 1.0 - x}}};
}

TEST(Augment, TiltMovesTheCornersAsFastaisWarpDoes) {
  constexpr std::array<std::array<double, 2>, 4> corners{{{-1, -1}, {-1, 1}, {1, -1}, {1, 1}}};
  for (const auto& [x, y] : {std::pair{0.2, 0.0}, {0.0, -0.3}, {0.15, 0.25}, {-0.4, 0.4}}) {
    AugmentationDraw draw = no_change(1);
    draw.tilt_x[0] = x;
    draw.tilt_y[0] = y;
    const auto matrix = homographies(draw)[0].to(torch::kFloat64);
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const auto [u, v] = moved_corners(x, y)[i];
      const auto source = matrix.matmul(torch::tensor({u, v, 1.0}, torch::kFloat64));
      EXPECT_NEAR((source[0] / source[2]).item<double>(), corners[i][0], 1e-5) << x << " " << y;
      EXPECT_NEAR((source[1] / source[2]).item<double>(), corners[i][1], 1e-5) << x << " " << y;
    }
  }
}

/// The middle of a bright spot, in [-1,1].
std::array<double, 2> middle_of_light(const torch::Tensor& image) {
  const std::int64_t side = image.size(1);
  const auto places = (2.0 * torch::arange(side).to(torch::kFloat32) + 1.0) / side - 1.0;
  const auto light = image.sum();
  return {((image.sum(0) * places).sum() / light).item<double>(),
          ((image.sum(1) * places).sum() / light).item<double>()};
}

/// Black, with a soft spot of a few pixels at a place in [-1,1].
torch::Tensor spot_at(double x, double y, std::int64_t side) {
  const auto places = (2.0 * torch::arange(side).to(torch::kFloat32) + 1.0) / side - 1.0;
  const auto distance = (places.view({1, -1}) - x).square() + (places.view({-1, 1}) - y).square();
  return torch::exp(-distance * 800.0).view({1, 1, side, side});
}

// All of it in one resampling, and in the order that the draw's comment gives.
TEST(Augment, ComposesTiltShiftTurnZoomAndMirror) {
  AugmentationDraw draw = no_change(1);
  draw.tilt_x[0] = 0.2;
  draw.tilt_y[0] = -0.1;
  draw.shift_x[0] = 0.05;
  draw.shift_y[0] = -0.1;
  draw.turn[0] = 0.3;
  draw.zoom[0] = 1.2;
  draw.mirror[0] = -1.0;
  constexpr double x = 0.3, y = 0.2;
  // The warp's own matrix: the corners' test shows that its inverse is used.
  const double depth = 0.2 * x - 0.1 * y + 1.0;
  const double tilted_x = ((1.0 - 0.01) * x + 0.02 * y + 0.2) / depth + 2.0 * 0.05;
  const double tilted_y = (0.02 * x + (1.0 - 0.04) * y - 0.1) / depth - 2.0 * 0.1;
  const double turned_x = 1.2 * (std::cos(0.3) * tilted_x + std::sin(0.3) * tilted_y);
  const double turned_y = 1.2 * (-std::sin(0.3) * tilted_x + std::cos(0.3) * tilted_y);

  const auto [u, v] = middle_of_light(apply_augmentation(spot_at(x, y, 128), draw)[0][0]);
  EXPECT_NEAR(u, -turned_x, 0.005);
  EXPECT_NEAR(v, turned_y, 0.005);
}

TEST(Augment, AStrongTiltStaysFiniteBeyondTheHorizon) {
  Augmentation wild = nothing;
  wild.perspective = 0.4;
  wild.perspective_probability = 1.0;
  wild.rotate_degrees = 180.0;
  wild.shift = 0.5;
  const auto result = augment(films(256), wild, 3);
  EXPECT_TRUE(result.isfinite().all().item<bool>());
  EXPECT_GE(result.min().item<double>(), 0.1 - 1e-5);
}

TEST(Augment, LightingFollowsFastaisFormula) {
  const auto images = films(2);
  Augmentation lighting = nothing;
  lighting.brightness = 0.2;
  lighting.contrast = 0.2;
  lighting.lighting_probability = 1.0;
  const AugmentationDraw draw = draw_augmentation(lighting, 2, 9);
  const auto result = apply_augmentation(images, draw);
  for (int i = 0; i < 2; ++i) {
    const double contrast = draw.contrast[i].item<double>();
    const double brightness = draw.brightness[i].item<double>();
    const double x = images[i][0][3][5].item<double>();
    const double logit = std::log(x / (1.0 - x)) * contrast + brightness;
    EXPECT_NEAR(result[i][0][3][5].item<double>(), 1.0 / (1.0 + std::exp(-logit)), 1e-5);
  }
}

TEST(Augment, CutsHolesAtTheirPlaces) {
  const auto images = films(2, 32);
  AugmentationDraw draw = no_change(2);
  draw.holes[0][1] = torch::tensor({0.25F, 0.75F, 0.125F});  // 4 pixels about (8, 24)
  draw.holes[0][3] = torch::tensor({1.0F, 0.0F, 0.25F});     // 8 pixels, three quarters outside
  auto expected = images.clone();
  expected.index_put_({0, 0, Slice(22, 26), Slice(6, 10)}, 0.0);
  expected.index_put_({0, 0, Slice(None, 4), Slice(28, None)}, 0.0);
  EXPECT_TRUE(torch::equal(apply_augmentation(images, draw), expected));
}

// Progressive resizing: the hole that takes 56 of 224 pixels takes 16 of 64.
TEST(Augment, HolesKeepTheirShareOfTheFilm) {
  Augmentation cutout = nothing;
  cutout.cutout_probability = 1.0;
  cutout.cutout_holes = 1;
  cutout.cutout_pixels_min = cutout.cutout_pixels_max = 56.0;
  for (const std::int64_t side : {64, 128}) {
    AugmentationDraw draw = draw_augmentation(cutout, 1, 3);
    draw.holes.select(2, 0).fill_(0.5);
    draw.holes.select(2, 1).fill_(0.5);
    const auto black = apply_augmentation(films(1, side), draw).eq(0.0).sum().item<std::int64_t>();
    EXPECT_EQ(black, side * side / 16);
  }
}

TEST(Augment, DependsOnTheSeedAlone) {
  const auto images = films(4);
  const Augmentation standard{.perspective = 0.2, .cutout_probability = 0.5};
  torch::manual_seed(1);
  const auto first = augment(images, standard, 42);
  torch::manual_seed(2);
  EXPECT_TRUE(torch::equal(first, augment(images, standard, 42)));
  EXPECT_FALSE(torch::equal(first, augment(images, standard, 43)));
}

TEST(Augment, StaysWithinZeroAndOne) {
  const auto result = augment(
      films(64),
      {.perspective = 0.4, .brightness = 0.9, .contrast = 0.9, .cutout_probability = 0.5}, 5);
  EXPECT_GE(result.min().item<double>(), 0.0);
  EXPECT_LE(result.max().item<double>(), 1.0);
  EXPECT_TRUE(result.isfinite().all().item<bool>());
}

}  // namespace
}  // namespace chestlens
