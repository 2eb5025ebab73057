#include "train/augment.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <numbers>

namespace chestlens {
namespace {

constexpr Augmentation nothing{.flip = 0.0,
                               .rotate_degrees = 0.0,
                               .shift = 0.0,
                               .zoom = 1.0,
                               .brightness = 0.0,
                               .contrast = 0.0};

torch::Tensor films(std::int64_t count) {
  torch::manual_seed(4);
  return 0.1 + 0.8 * torch::rand({count, 1, 16, 16});
}

double largest(const torch::Tensor& difference) {
  return difference.abs().max().item<double>();
}

TEST(Augment, ChangesNothingWhereAllIsOff) {
  const auto images = films(5);
  EXPECT_LT(largest(augment(images, nothing, 1) - images), 1e-5);
}

TEST(Augment, KeepsBlackAndWhiteNearTheirLevels) {
  const auto black = torch::zeros({1, 1, 8, 8});
  EXPECT_LT(largest(augment(black, nothing, 1)), 1.001e-3);
  EXPECT_LT(largest(augment(black + 1.0, nothing, 1) - 1.0), 1.001e-3);
}

TEST(Augment, FlipMirrorsLeftAndRight) {
  const auto images = films(3);
  Augmentation flip = nothing;
  flip.flip = 1.0;
  EXPECT_LT(largest(augment(images, flip, 1) - images.flip({3})), 1e-5);
}

TEST(Augment, FlipsItsShareOfFilms) {
  Augmentation flip = nothing;
  flip.flip = 0.3;
  const auto mirrored = draw_augmentation(flip, 10'000, 7).affine.select(1, 0).select(1, 0).lt(0.0);
  EXPECT_NEAR(mirrored.to(torch::kFloat32).mean().item<double>(), 0.3, 0.02);
}

// A quarter turn is exact on a square grid, whichever way it goes.
TEST(Augment, RotationIsOneOfTheImagesPlane) {
  const auto images = films(1);
  AugmentationDraw draw = draw_augmentation(nothing, 1, 1);
  draw.affine = torch::tensor({0.0F, -1.0F, 0.0F, 1.0F, 0.0F, 0.0F}).view({1, 2, 3});
  const auto turned = apply_augmentation(images, draw);
  EXPECT_LT(std::min(largest(turned - images.rot90(1, {2, 3})),
                     largest(turned - images.rot90(-1, {2, 3}))),
            1e-5);
}

TEST(Augment, ShiftMovesByPixels) {
  const auto images = films(1);
  AugmentationDraw draw = draw_augmentation(nothing, 1, 1);
  draw.affine[0][0][2] = 2.0 * 3.0 / 16.0;  // 3 of 16 pixels
  const auto moved = apply_augmentation(images, draw);
  using torch::indexing::None;
  using torch::indexing::Slice;
  EXPECT_LT(largest(moved.index({0, 0, Slice(), Slice(None, 13)}) -
                    images.index({0, 0, Slice(), Slice(3, None)})),
            1e-5);
}

TEST(Augment, DrawsStayInTheirRangesAndReachThem) {
  const Augmentation all{
      .rotate_degrees = 10.0, .shift = 0.05, .zoom = 1.2, .affine_probability = 1.0};
  const auto affine = draw_augmentation(all, 20'000, 3).affine;
  const auto scale = affine.select(2, 1).square().sum(1).sqrt();
  EXPECT_GE(scale.min().item<double>(), 1.0 / 1.2 - 1e-6);
  EXPECT_LE(scale.max().item<double>(), 1.0 + 1e-6);
  EXPECT_LT(scale.min().item<double>(), 0.84);
  const auto angle =
      torch::atan2(affine.select(1, 0).select(1, 1), affine.select(1, 1).select(1, 1));
  const double limit = 10.0 * std::numbers::pi / 180.0;
  EXPECT_LE(angle.abs().max().item<double>(), limit + 1e-6);
  EXPECT_GT(angle.abs().max().item<double>(), 0.99 * limit);
  const auto shift = affine.select(2, 2).abs().max().item<double>();
  EXPECT_LE(shift, 0.1 + 1e-6);
  EXPECT_GT(shift, 0.099);
}

TEST(Augment, LightingFollowsFastaisFormula) {
  const auto images = films(2);
  Augmentation lighting = nothing;
  lighting.brightness = 0.2;
  lighting.contrast = 0.2;
  const AugmentationDraw draw = draw_augmentation(lighting, 2, 9);
  const auto result = apply_augmentation(images, draw);
  for (int i = 0; i < 2; ++i) {
    const double contrast = draw.contrast[i].item<double>();
    const double brightness = draw.brightness[i].item<double>();
    const double x = images[i][0][3][5].item<double>();
    const double logit = std::log(x / (1.0 - x)) * contrast + brightness;
    EXPECT_NEAR(result[i][0][3][5].item<double>(), 1.0 / (1.0 + std::exp(-logit)), 1e-5);
  }
  const AugmentationDraw many = draw_augmentation(lighting, 20'000, 9);
  EXPECT_LE(many.brightness.max().item<double>(), std::log(0.6 / 0.4) + 1e-5);
  EXPECT_GE(many.contrast.min().item<double>(), 0.8 - 1e-5);
  EXPECT_LE(many.contrast.max().item<double>(), 1.25 + 1e-5);
}

TEST(Augment, DependsOnTheSeedAlone) {
  const auto images = films(4);
  const Augmentation standard;
  torch::manual_seed(1);
  const auto first = augment(images, standard, 42);
  torch::manual_seed(2);
  EXPECT_TRUE(torch::equal(first, augment(images, standard, 42)));
  EXPECT_FALSE(torch::equal(first, augment(images, standard, 43)));
}

TEST(Augment, StaysWithinZeroAndOne) {
  const auto result = augment(films(64), {.brightness = 0.9, .contrast = 0.9}, 5);
  EXPECT_GE(result.min().item<double>(), 0.0);
  EXPECT_LE(result.max().item<double>(), 1.0);
  EXPECT_TRUE(result.isfinite().all().item<bool>());
}

}  // namespace
}  // namespace chestlens
