#include "figures.hpp"
#include "learn/apply_augmentation.hpp"
#include "learn/cutmix.hpp"
#include "learn/mixup.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

constexpr std::int64_t augmented_films = 16, film_side = 48;

// What the formulas of apply_augmentation.hpp say, pixel by pixel in float64 on the CPU: what a
// device computes at once must equal it.

/// Position in pixels mirrored at the film's border, and the pixels beside it.
double reflected(double position) {
  const double span = 2.0 * film_side;
  double x = std::fmod(std::abs(position + 0.5), span);
  x = x > film_side ? span - x : x;
  return std::clamp(x - 0.5, 0.0, static_cast<double>(film_side - 1));
}

double bilinear(const torch::TensorAccessor<double, 2>& film, double x, double y) {
  const auto column = static_cast<std::int64_t>(x), row = static_cast<std::int64_t>(y);
  const auto right = std::min(column + 1, film_side - 1), below = std::min(row + 1, film_side - 1);
  const double u = x - static_cast<double>(column), v = y - static_cast<double>(row);
  return (1.0 - v) * ((1.0 - u) * film[row][column] + u * film[row][right]) +
         v * ((1.0 - u) * film[below][column] + u * film[below][right]);
}

torch::Tensor moved_and_lit(const torch::Tensor& images, const AugmentationDraw& draw) {
  const auto from = images.to(torch::kFloat64).contiguous();
  auto result = torch::empty_like(from);
  const auto matrices = homographies(draw).to(torch::kFloat64);
  const auto in = from.accessor<double, 4>();
  auto out = result.accessor<double, 4>();
  const auto m = matrices.accessor<double, 3>();
  for (std::int64_t film = 0; film < augmented_films; ++film) {
    const double brightness = draw.brightness[film].item<double>();
    const double contrast = draw.contrast[film].item<double>();
    for (std::int64_t row = 0; row < film_side; ++row) {
      for (std::int64_t column = 0; column < film_side; ++column) {
        const double x = (2.0 * static_cast<double>(column) + 1.0) / film_side - 1.0;
        const double y = (2.0 * static_cast<double>(row) + 1.0) / film_side - 1.0;
        const auto at = [&](std::int64_t i) {
          return m[film][i][0] * x + m[film][i][1] * y + m[film][i][2];
        };
        const double depth = std::max(at(2), 0.05);
        const double grey =
            bilinear(in[film][0], reflected(((at(0) / depth + 1.0) * film_side - 1.0) / 2.0),
                     reflected(((at(1) / depth + 1.0) * film_side - 1.0) / 2.0));
        const double clamped = std::clamp(grey, 1e-3, 1.0 - 1e-3);
        const bool is_lit = brightness != 0.0 || contrast != 1.0;
        const double logit = std::log(clamped / (1.0 - clamped)) * contrast + brightness;
        out[film][0][row][column] = is_lit ? 1.0 / (1.0 + std::exp(-logit)) : grey;
      }
    }
  }
  return result;
}

torch::Tensor random_films(std::uint64_t seed) {
  torch::manual_seed(seed);
  return torch::rand({augmented_films, 1, film_side, film_side});
}

TEST(GpuAugmentation, EqualsTheFormulas) {
  const auto images = random_films(1);
  const Augmentation strong{.flip = 0.5, .rotate_degrees = 20.0, .shift = 0.1, .perspective = 0.2};
  const AugmentationDraw draw = draw_augmentation(strong, augmented_films, 11);
  const auto computed = apply_augmentation(images.to(test::tested_device()), draw);
  const auto expected = moved_and_lit(images, draw);
  EXPECT_GT(test::relative_difference(images, expected), 0.1);  // they were changed
  test::expect_at_most("augmentation: moved and lit films",
                       test::relative_difference(computed, expected), 5e-4);
}

TEST(GpuAugmentation, CutoutBlackensTheDrawnSquares) {
  const auto images = random_films(2) * 0.5 + 0.5;  // no film has black of its own
  Augmentation holes{.flip = 0.0, .rotate_degrees = 0.0, .shift = 0.0, .zoom = 1.0};
  holes.brightness = holes.contrast = 0.0;
  holes.cutout_probability = 0.8;
  const AugmentationDraw draw = draw_augmentation(holes, augmented_films, 12);
  const auto computed =
      apply_augmentation(images.to(test::tested_device()), draw).to(torch::kCPU).contiguous();
  const auto pixels = computed.accessor<float, 4>();
  const auto given = images.accessor<float, 4>();
  std::int64_t wrong = 0, black = 0;
  for (std::int64_t film = 0; film < augmented_films; ++film) {
    for (std::int64_t row = 0; row < film_side; ++row) {
      for (std::int64_t column = 0; column < film_side; ++column) {
        bool is_cut = false;
        for (std::int64_t hole = 0; hole < draw.holes.size(1); ++hole) {
          const auto reach = draw.holes[film][hole][2].item<float>() / 2.0F;
          const auto x = (static_cast<float>(column) + 0.5F) / film_side;
          const auto y = (static_cast<float>(row) + 0.5F) / film_side;
          is_cut = is_cut || (std::abs(x - draw.holes[film][hole][0].item<float>()) < reach &&
                              std::abs(y - draw.holes[film][hole][1].item<float>()) < reach);
        }
        black += is_cut ? 1 : 0;
        wrong +=
            pixels[film][0][row][column] == (is_cut ? 0.0F : given[film][0][row][column]) ? 0 : 1;
      }
    }
  }
  EXPECT_GT(black, 0);
  test::expect_at_most("cutout: pixels that are not as drawn", static_cast<double>(wrong), 0.0);
}

TEST(GpuAugmentation, MixupMixesEachFilmWithItsPartner) {
  const auto images = random_films(3);
  const MixupDraw draw = draw_mixup(0.4, augmented_films, 13);
  const auto exact = images.to(torch::kFloat64);
  const auto share = draw.share.to(torch::kFloat64).view({-1, 1, 1, 1});
  const auto expected = share * exact + (1.0 - share) * exact.index_select(0, draw.partner);
  test::expect_at_most(
      "mixup: mixed films",
      test::relative_difference(mix(images.to(test::tested_device()), draw), expected), 1e-6);
}

TEST(GpuAugmentation, CutmixPastesTheDrawnBoxes) {
  const auto images = random_films(4);
  const CutmixDraw draw = draw_cutmix(1.0, images.sizes(), 14);
  auto expected = images.clone();
  for (std::int64_t film = 0; film < augmented_films; ++film) {
    const auto edge = [&](int i) { return draw.box[film][i].item<std::int64_t>(); };
    const auto partner = draw.pairs.partner[film].item<std::int64_t>();
    for (std::int64_t row = edge(1); row < edge(3); ++row) {
      for (std::int64_t column = edge(0); column < edge(2); ++column) {
        expected[film][0][row][column] = images[partner][0][row][column];
      }
    }
  }
  test::expect_at_most(
      "cutmix: pasted films",
      test::relative_difference(paste(images.to(test::tested_device()), draw), expected), 0.0);
}

TEST(GpuAugmentation, IntensityEqualsTheCpus) {
  const auto images = random_films(6);
  const Augmentation strong{
      .gamma = 2.0, .histogram = 0.5, .blur_pixels = 4.0, .resolution = 0.4, .noise = 0.1};
  const AugmentationDraw draw = draw_augmentation(strong, augmented_films, 15);
  const auto expected = apply_augmentation(images, draw);
  EXPECT_GT(test::relative_difference(images, expected), 0.1);  // they were changed
  test::expect_at_most("augmentation: levels, blur, fewer pixels and noise",
                       test::relative_difference(
                           apply_augmentation(images.to(test::tested_device()), draw), expected),
                       5e-4);
}

// A device's last bits may send a coefficient to another step, and its block to other levels.
TEST(GpuAugmentation, JpegEqualsTheCpus) {
  const auto images = random_films(7);
  const Augmentation files{
      .flip = 0.0, .affine_probability = 0.0, .lighting_probability = 0.0, .jpeg_quality = 20};
  const AugmentationDraw draw = draw_augmentation(files, augmented_films, 16);
  const auto computed = apply_augmentation(images.to(test::tested_device()), draw).cpu();
  const auto differs = (computed - apply_augmentation(images, draw)).abs().gt(1.5 / 255.0);
  test::expect_at_most("augmentation: share of pixels that JPEG sends to other levels",
                       differs.to(torch::kFloat64).mean().item<double>(), 0.02);
}

TEST(GpuAugmentation, CoversEqualTheCpus) {
  const auto images = random_films(8);
  const Augmentation covering{.flip = 0.0,
                              .affine_probability = 0.0,
                              .lighting_probability = 0.0,
                              .border_probability = 0.5,
                              .corner_probability = 0.5};
  const AugmentationDraw draw = draw_augmentation(covering, augmented_films, 17);
  test::expect_at_most(
      "augmentation: covered borders and corners",
      test::relative_difference(apply_augmentation(images.to(test::tested_device()), draw),
                                apply_augmentation(images, draw)),
      1e-6);
}

TEST(GpuAugmentation, DrawsRepeatBitForBit) {
  const auto device = test::tested_device();
  const auto images = random_films(5).to(device);
  const bool same_films = torch::equal(augment(images, Augmentation(), 21).cpu(),
                                       augment(images.clone(), Augmentation(), 21).cpu());
  const auto dropped = [&](std::uint64_t seed) {
    torch::manual_seed(seed);
    return torch::dropout(torch::ones({4096}, torch::TensorOptions().device(device)), 0.5, true);
  };
  const bool same_dropout = torch::equal(dropped(9), dropped(9));
  EXPECT_FALSE(torch::equal(dropped(9), dropped(10)));
  test::expect_holds("draws at one place of a run, twice",
                     same_films && same_dropout ? "the same bits" : "other bits",
                     same_films && same_dropout);
}

}  // namespace
}  // namespace chestlens
