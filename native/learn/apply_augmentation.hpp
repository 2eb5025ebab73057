#pragma once

#include "learn/apply_intensity.hpp"
#include "learn/draw_augmentation.hpp"

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace chestlens {

/// [B,3,3], float32 on the CPU: from a point of the changed film to its place in the given film,
/// homogeneous, x to the right and y down in [-1,1]. The inverse of fastai's Warp, which moves the
/// corners (-1,-1), (-1,1), (1,-1), (1,1) to (-1-y,-1-x), (-1+y,1+x), (1+y,-1+x), (1-y,1-x) for
/// tilts x and y, times shift, turn, zoom and mirror.
torch::Tensor homographies(const AugmentationDraw& draw);

/// The kinds of change that are computed, whatever films of a batch they touch.
struct AugmentationParts {
  bool moves = false;   // mirror, turn, shift, zoom, tilt
  bool lights = false;  // brightness and contrast
  bool cuts = false;    // holes
  bool covers = false;  // borders and corners
  IntensityParts intensity;
};

/// Those that a recipe may draw: the same for every batch.
AugmentationParts parts_of(const Augmentation& augmentation);

/// Those that a draw has.
AugmentationParts parts_of(const AugmentationDraw& draw);

/// A draw as the images' device computes with it; intensity, JPEG's steps and margins are undefined
/// where no part of them is computed.
struct AugmentationNumbers {
  torch::Tensor matrices;    // float32 [B,3,3], homographies()
  torch::Tensor moved;       // bool [1], whether any film's matrix is another than one
  torch::Tensor contrast;    // float32 [B]
  torch::Tensor brightness;  // float32 [B]
  torch::Tensor lit;         // bool [B], whether a film's grey levels change
  torch::Tensor holes;       // float32 [B,H,3]
  IntensityDraw intensity;
  torch::Tensor jpeg_steps;  // float32 [B,64]
  MarginDraw margins;
};

/// All of its tensors that are defined, to do the same with each.
std::vector<torch::Tensor*> tensors_of(AugmentationNumbers& numbers);

/// What the parts need of a draw, on the CPU.
AugmentationNumbers numbers_of(const AugmentationDraw& draw, const AugmentationParts& parts);

/// Changes images [B,1,S,S] in [0,1] on the device of the numbers: one bilinear resampling,
/// mirrored at the border; change_levels(); sigmoid(contrast * logit(x) + brightness); degrade();
/// holes in black (DeVries & Taylor 2017); cover_margins(). What is launched depends on the parts
/// alone, and nothing waits for a device; a part that no film of the batch drew changes no bit.
torch::Tensor apply_augmentation(const torch::Tensor& images, const AugmentationNumbers& numbers,
                                 const AugmentationParts& parts);

/// The parts that a draw has, applied on the images' device.
torch::Tensor apply_augmentation(const torch::Tensor& images, const AugmentationDraw& draw);

/// A draw by the seed, applied.
torch::Tensor augment(const torch::Tensor& images, const Augmentation& augmentation,
                      std::uint64_t seed);

}  // namespace chestlens
