#include "learn/draw_intensity.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>

namespace chestlens {
namespace {

/// As far from the straight line as drawn, up to the strength: pieces rise by the spacings of
/// uniform values, which are exponential draws over their sum.
torch::Tensor draw_curves(double strength, double probability, RandomDraws& draws) {
  const auto share = draws.uniform(0.0, strength) * draws.chance(probability);
  std::vector<torch::Tensor> pieces;
  for (std::int64_t piece = 0; piece < curve_pieces; ++piece) {
    pieces.push_back(-torch::log1p(-draws.uniform(0.0, 1.0)));
  }
  const auto spacings = torch::stack(pieces, 1);
  const auto bent = torch::constant_pad_nd(spacings.cumsum(1), {1, 0}) / spacings.sum(1, true);
  const auto straight = straight_curve(bent.options());
  return torch::lerp(straight.expand_as(bent), bent, share.unsqueeze(1)).clamp(0.0, 1.0);
}

}  // namespace

torch::Tensor straight_curve(const torch::TensorOptions& options) {
  return torch::arange(curve_pieces + 1, options) / curve_pieces;
}

IntensityDraw draw_intensity(const Augmentation& augmentation, RandomDraws& draws) {
  const double probability = augmentation.intensity_probability;
  const double gamma = std::log(augmentation.gamma);
  IntensityDraw draw;
  draw.gamma = torch::exp(draws.uniform(-gamma, gamma) * draws.chance(probability));
  draw.curve = draw_curves(augmentation.histogram, probability, draws);
  draw.blur = draws.uniform(0.0, augmentation.blur_pixels / nominal_film_pixels) *
              draws.chance(probability);
  draw.resolution =
      1.0 - draws.uniform(0.0, 1.0 - augmentation.resolution) * draws.chance(probability);
  draw.noise = draws.uniform(0.0, augmentation.noise) * draws.chance(probability);
  draw.noise_seed = draws.seeds();
  draw.jpeg_quality =
      100.0 - (100.0 - draws.whole(augmentation.jpeg_quality, 100)) * draws.chance(probability);
  return draw;
}

std::vector<torch::Tensor*> tensors_of(IntensityDraw& draw) {
  return {&draw.gamma, &draw.curve,      &draw.blur,        &draw.resolution,
          &draw.noise, &draw.noise_seed, &draw.jpeg_quality};
}

std::vector<std::string> describe(const IntensityDraw& draw, std::int64_t film) {
  const auto of = [film](const torch::Tensor& all) { return all[film].item<double>(); };
  const auto curve = draw.curve[film];
  const double gamma = of(draw.gamma), noise = of(draw.noise);
  const double bend = (curve - straight_curve(curve.options())).abs().max().item<double>();
  const double blur_pixels = of(draw.blur) * nominal_film_pixels;
  const double resolution = of(draw.resolution), quality = of(draw.jpeg_quality);

  std::vector<std::string> words;
  if (gamma != 1.0) words.push_back(fmt::format("gamma {:.2f}", gamma));
  if (bend != 0.0) words.push_back(fmt::format("levels bent by {:.2f}", bend));
  if (blur_pixels != 0.0) words.push_back(fmt::format("blurred {:.1f} px", blur_pixels));
  if (resolution != 1.0) words.push_back(fmt::format("shrunk to {:.0f} %", 100.0 * resolution));
  if (noise != 0.0) words.push_back(fmt::format("noise {:.3f}", noise));
  if (quality != 100.0) words.push_back(fmt::format("JPEG {:.0f}", quality));
  return words;
}

}  // namespace chestlens
