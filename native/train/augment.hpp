#pragma once

#include <torch/types.h>

#include <cstdint>

namespace chestlens {

/// How far a training film may be changed; 0 switches a change off.
struct Augmentation {
  double flip = 0.5;             // probability of a horizontal mirror
  double rotate_degrees = 10.0;  // up to this, either way
  double shift = 0.05;           // up to this share of the side, either way
  double zoom = 1.1;             // enlarged by up to this factor; 1 switches it off
  double brightness = 0.2;       // fastai's "lighting": largest change, in logit space
  double contrast = 0.2;
  double affine_probability = 0.75;    // of rotation, shift and zoom, each
  double lighting_probability = 0.75;  // of brightness and contrast, each
};

/// The changes drawn for a batch of B films, float32 on the CPU.
struct AugmentationDraw {
  torch::Tensor affine;      // [B,2,3], output to input coordinates in [-1,1]
  torch::Tensor brightness;  // [B], added to the logit of a grey level
  torch::Tensor contrast;    // [B], multiplies it
};

/// Draws by the seed alone, whatever the device.
AugmentationDraw draw_augmentation(const Augmentation& augmentation, std::int64_t films,
                                   std::uint64_t seed);

/// Applies a draw to images [B,1,S,S] in [0,1], on their device: one bilinear resampling, mirrored
/// at the border, then sigmoid(contrast * logit(x) + brightness).
torch::Tensor apply_augmentation(const torch::Tensor& images, const AugmentationDraw& draw);

torch::Tensor augment(const torch::Tensor& images, const Augmentation& augmentation,
                      std::uint64_t seed);

}  // namespace chestlens
