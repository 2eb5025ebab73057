#pragma once

#include "learn/mixup.hpp"

#include <torch/types.h>

#include <cstdint>

namespace chestlens {

/// CutMix (Yun 2019) with a box for each film: l is drawn from Beta(alpha, alpha), and a box of
/// 1 - l of the film's area about a point of it is filled from the partner's film. What of the box
/// lies outside is cut off, and the share says what is left of the film itself.
struct CutmixDraw {
  MixupDraw pairs;    // share in [0,1], exact to the pixel
  torch::Tensor box;  // int64 [B,4]: left, top, right, bottom; the last two excluded
};

/// A draw for images of a shape [B,C,H,W] that depends on the seed alone, on the CPU; alpha > 0.
CutmixDraw draw_cutmix(double alpha, at::IntArrayRef shape, std::uint64_t seed);

/// Fills the boxes of images [B,C,H,W], on any device, from those of their partners. Their targets
/// are mixed by mix(targets, draw.pairs).
torch::Tensor paste(const torch::Tensor& images, const CutmixDraw& draw);

}  // namespace chestlens
