#include "train/augment.hpp"

#include <torch/torch.h>

#include <cmath>
#include <numbers>

namespace chestlens {
namespace {

/// Draws of one batch, from a CPU generator of its own.
class Dice {
 public:
  Dice(std::uint64_t seed, std::int64_t count)
      : generator_(at::make_generator<at::CPUGeneratorImpl>(seed)), count_(count) {}

  /// [B] in [low,high)
  torch::Tensor uniform(double low, double high) {
    return torch::empty({count_}, torch::kFloat32).uniform_(low, high, generator_);
  }
  /// [B], 1 with the probability, else 0
  torch::Tensor chance(double probability) {
    return uniform(0.0, 1.0).lt(probability).to(torch::kFloat32);
  }

 private:
  at::Generator generator_;
  std::int64_t count_;
};

}  // namespace

AugmentationDraw draw_augmentation(const Augmentation& augmentation, std::int64_t films,
                                   std::uint64_t seed) {
  Dice dice(seed, films);
  const double affine = augmentation.affine_probability;
  const double lighting = augmentation.lighting_probability;
  const double radians = augmentation.rotate_degrees * std::numbers::pi / 180.0;
  const auto mirror = 1.0 - 2.0 * dice.chance(augmentation.flip);
  const auto angle = dice.uniform(-radians, radians) * dice.chance(affine);
  // The coordinates span [-1,1], so a share of the side is twice that.
  const double reach = 2.0 * augmentation.shift;
  const auto shifted = dice.chance(affine);
  const auto shift_x = dice.uniform(-reach, reach) * shifted;
  const auto shift_y = dice.uniform(-reach, reach) * shifted;
  const auto scale =
      1.0 / (1.0 + (dice.uniform(1.0, augmentation.zoom) - 1.0) * dice.chance(affine));

  AugmentationDraw draw;
  const auto cosine = scale * angle.cos();
  const auto sine = scale * angle.sin();
  draw.affine = torch::stack({torch::stack({cosine * mirror, -sine, shift_x}, 1),
                              torch::stack({sine * mirror, cosine, shift_y}, 1)},
                             1);
  const double brightness = augmentation.brightness / 2.0;
  draw.brightness =
      torch::logit(0.5 + dice.uniform(-brightness, brightness) * dice.chance(lighting));
  const double contrast = -std::log(1.0 - augmentation.contrast);
  draw.contrast = torch::exp(dice.uniform(-contrast, contrast) * dice.chance(lighting));
  return draw;
}

torch::Tensor apply_augmentation(const torch::Tensor& images, const AugmentationDraw& draw) {
  const torch::NoGradGuard no_grad;
  const auto device = images.device();
  const auto grid =
      torch::affine_grid_generator(draw.affine.to(device), images.sizes(), /*align_corners=*/false);
  constexpr std::int64_t bilinear = 0, reflection = 2;
  const auto moved = torch::grid_sampler(images, grid, bilinear, reflection, false);
  // A little off 0 and 1, where the logit is infinite; less than half a level of 8 bits.
  constexpr double margin = 1e-3;
  const auto brightness = draw.brightness.to(device).view({-1, 1, 1, 1});
  const auto contrast = draw.contrast.to(device).view({-1, 1, 1, 1});
  return torch::sigmoid(torch::logit(moved, margin) * contrast + brightness);
}

torch::Tensor augment(const torch::Tensor& images, const Augmentation& augmentation,
                      std::uint64_t seed) {
  return apply_augmentation(images, draw_augmentation(augmentation, images.size(0), seed));
}

}  // namespace chestlens
