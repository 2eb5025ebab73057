#include "learn/apply_intensity.hpp"

#include "learn/apply_augmentation.hpp"
#include "learn/jpeg.hpp"
#include "learn/pixel_noise.hpp"
#include "learn/sharpness.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <functional>

namespace chestlens {
namespace {

constexpr Augmentation unmoved{.flip = 0.0,
                               .rotate_degrees = 0.0,
                               .shift = 0.0,
                               .zoom = 1.0,
                               .brightness = 0.0,
                               .contrast = 0.0};

torch::Tensor random_films(std::int64_t count, std::int64_t side = 24) {
  torch::manual_seed(4);
  return torch::rand({count, 1, side, side});
}

double largest_change(const torch::Tensor& difference) {
  return difference.abs().max().item<double>();
}

/// Two films after a change to the draw of the second.
torch::Tensor with_second_film_changed(const torch::Tensor& images,
                                       const std::function<void(AugmentationDraw& draw)>& change) {
  AugmentationDraw draw = draw_augmentation(unmoved, 2, 1);
  change(draw);
  auto result = apply_augmentation(images, draw);
  EXPECT_TRUE(torch::equal(result[0], images[0]));
  EXPECT_FALSE(torch::equal(result[1], images[1]));
  return result[1];
}

TEST(Intensity, GammaIsAPower) {
  const auto images = random_films(2);
  const auto result =
      with_second_film_changed(images, [](auto& draw) { draw.intensity.gamma[1] = 1.7; });
  EXPECT_LT(largest_change(result - images[1].pow(1.7)), 1e-6);
}

// 0, 1/8, 1/4 .. go to 0, 0.3, 0.3 ..: a flat piece, and between points a straight line.
TEST(Intensity, ACurveIsFollowedBetweenItsPoints) {
  auto images = random_films(2, 8);
  images[1][0][0] = torch::tensor({0.0F, 0.125F, 0.0625F, 0.2F, 0.25F, 0.3125F, 0.9375F, 1.0F});
  const auto result = with_second_film_changed(images, [](auto& draw) {
    draw.intensity.curve[1] = torch::tensor({0.0F, 0.3F, 0.3F, 0.4F, 0.5F, 0.7F, 0.8F, 0.8F, 1.0F});
  });
  const auto expected = torch::tensor({0.0F, 0.3F, 0.15F, 0.3F, 0.3F, 0.35F, 0.9F, 1.0F});
  EXPECT_LT(largest_change(result[0][0] - expected), 1e-6);
}

TEST(Intensity, ABlurHasTheSameShareOfAFilmAtEverySize) {
  for (const std::int64_t side : {28, 56}) {
    const auto images = random_films(2, side);
    const auto result =
        with_second_film_changed(images, [](auto& draw) { draw.intensity.blur[1] = 8.0 / 224.0; });
    const auto matrix = blur_matrices(torch::full({1}, static_cast<double>(side) / 28.0), side);
    EXPECT_LT(largest_change(result - on_both_sides(matrix, images.narrow(0, 1, 1))[0]), 1e-6)
        << side;
  }
}

TEST(Intensity, FewerPixelsComeAfterTheBlur) {
  const auto images = random_films(2);
  const auto result = with_second_film_changed(images, [](auto& draw) {
    draw.intensity.blur[1] = 1.0 / 24.0;
    draw.intensity.resolution[1] = 0.5;
  });
  const auto one = torch::ones({1});
  const auto blurred = on_both_sides(blur_matrices(one, 24), images.narrow(0, 1, 1));
  EXPECT_LT(largest_change(result - on_both_sides(resolution_matrices(one / 2.0, 24), blurred)[0]),
            1e-6);
}

TEST(Intensity, NoiseIsAddedAndCutOffAtBlackAndWhite) {
  auto images = random_films(2);
  images[1].fill_(0.9);
  const auto result = with_second_film_changed(images, [](auto& draw) {
    draw.intensity.noise[1] = 0.1;
    draw.intensity.noise_seed[1] = 77;
  });
  const auto noise = normal_pixels(torch::full({1}, 77, torch::kInt64), 24)[0];
  EXPECT_LT(largest_change(result - (0.9 + 0.1 * noise).clamp(0.0, 1.0)), 1e-6);
  EXPECT_EQ(result.max().item<double>(), 1.0);
}

TEST(Intensity, JpegHasTheDrawnQuality) {
  const auto images = random_films(2, 20);
  const auto result =
      with_second_film_changed(images, [](auto& draw) { draw.intensity.jpeg_quality[1] = 25.0; });
  const auto expected = through_jpeg(images, jpeg_steps(torch::full({2}, 25.0)))[1];
  EXPECT_LT(largest_change(result - expected), 1.1 / 255.0);
}

// Gamma, then contrast of logits, then noise: another order gives other numbers.
TEST(Intensity, LightLiesBetweenLevelsAndNoise) {
  auto images = random_films(2);
  images[1].fill_(0.5);
  const auto result = with_second_film_changed(images, [](auto& draw) {
    draw.intensity.gamma[1] = 2.0;
    draw.brightness[1] = 1.0;
    draw.intensity.noise[1] = 0.01;
  });
  const double lit = 1.0 / (1.0 + std::exp(-(std::log(0.25 / 0.75) + 1.0)));
  EXPECT_NEAR(result.mean().item<double>(), lit, 0.002);
  EXPECT_NEAR(result.std().item<double>(), 0.01, 0.001);
}

constexpr Augmentation strongest{.intensity_probability = 0.7,
                                 .gamma = 4.0,
                                 .histogram = 1.0,
                                 .blur_pixels = 10.0,
                                 .resolution = 0.1,
                                 .noise = 0.5,
                                 .jpeg_quality = 1};

TEST(Intensity, StaysWithinZeroAndOne) {
  const auto images =
      torch::cat({random_films(62), torch::zeros({1, 1, 24, 24}), torch::ones({1, 1, 24, 24})});
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const auto result = augment(images, strongest, seed);
    EXPECT_TRUE(result.isfinite().all().item<bool>());
    EXPECT_GE(result.min().item<double>(), 0.0);
    EXPECT_LE(result.max().item<double>(), 1.0);
  }
}

TEST(Intensity, DependsOnTheSeedAlone) {
  const auto images = random_films(8);
  torch::manual_seed(1);
  const auto first = augment(images, strongest, 42);
  torch::manual_seed(2);
  EXPECT_TRUE(torch::equal(first, augment(images, strongest, 42)));
  EXPECT_FALSE(torch::equal(first, augment(images, strongest, 43)));
}

TEST(IntensityParts, AreThoseOfTheKeysThatAreOn) {
  EXPECT_FALSE(intensity_parts(Augmentation{}).any());
  const IntensityParts all = intensity_parts(strongest);
  EXPECT_TRUE(all.gamma && all.curve && all.blur && all.resolution && all.noise && all.jpeg);
  Augmentation never = strongest;
  never.intensity_probability = 0.0;
  EXPECT_FALSE(intensity_parts(never).any());
  const IntensityParts noise = intensity_parts(Augmentation{.noise = 0.1});
  EXPECT_TRUE(noise.noise);
  EXPECT_FALSE(noise.gamma || noise.curve || noise.blur || noise.resolution || noise.jpeg);
}

}  // namespace
}  // namespace chestlens
