#pragma once

#include "learn/draw_intensity.hpp"

#include <torch/types.h>

namespace chestlens {

/// The changes of grey levels and sharpness that are computed, whatever films of a batch they
/// touch.
struct IntensityParts {
  bool gamma = false;
  bool curve = false;
  bool blur = false;
  bool resolution = false;
  bool noise = false;
  bool jpeg = false;

  bool any() const { return gamma || curve || blur || resolution || noise || jpeg; }
};

/// Those that a recipe may draw: the same for every batch.
IntensityParts intensity_parts(const Augmentation& augmentation);

/// Those that a draw has.
IntensityParts intensity_parts(const IntensityDraw& draw);

// Both change images [B,1,S,S] in [0,1] on the device of the draw; they wait for nothing, and leave
// the bits of a film that drew nothing.

/// x^gamma (Isensee et al. 2021), then the curve, straight between its points (the idea of Zhou et
/// al. 2019, Models Genesis, whose curves are Bezier's).
torch::Tensor change_levels(const torch::Tensor& images, const IntensityDraw& draw,
                            const IntensityParts& parts);

/// Blur, fewer pixels, normal noise (Zhang et al. 2020; Isensee et al. 2021), JPEG (Hendrycks &
/// Dietterich 2019) by the steps float32 [B,64] of jpeg.hpp.
torch::Tensor degrade(const torch::Tensor& images, const IntensityDraw& draw,
                      const torch::Tensor& jpeg_steps, const IntensityParts& parts);

}  // namespace chestlens
