#pragma once

#include "learn/random_draws.hpp"
#include "recipe/augmentation.hpp"

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// Straight pieces of a curve of grey levels.
constexpr std::int64_t curve_pieces = 8;

/// The changes of grey levels and sharpness drawn for B films, float32 [B] each.
struct IntensityDraw {
  torch::Tensor gamma;       // exponent of a grey level; 1: unchanged
  torch::Tensor curve;       // [B,curve_pieces + 1]: where 0, 1/8 .. 1 go; it never falls
  torch::Tensor blur;        // standard deviation, share of the film's side; 0: none
  torch::Tensor resolution;  // share of the pixels per side that a film is shrunk to; 1: unchanged
  torch::Tensor noise;       // standard deviation; 0: none
  torch::Tensor noise_seed;  // int64, of pixel_noise.hpp
  torch::Tensor jpeg_quality;  // whole, 1 to 100; 100: not compressed
};

/// The next draws of a generator.
IntensityDraw draw_intensity(const Augmentation& augmentation, RandomDraws& draws);

/// The curve that changes nothing, [curve_pieces + 1].
torch::Tensor straight_curve(const torch::TensorOptions& options);

/// All of a draw's tensors, to do the same with each.
std::vector<torch::Tensor*> tensors_of(IntensityDraw& draw);

/// The changes of one film in words ("gamma 0.80", "JPEG 40"); empty where there is none.
std::vector<std::string> describe(const IntensityDraw& draw, std::int64_t film);

}  // namespace chestlens
