#pragma once

#include "learn/draw_augmentation.hpp"

#include <torch/types.h>

#include <cstdint>

namespace chestlens {

/// [B,3,3], float32 on the CPU: from a point of the changed film to its place in the given film,
/// homogeneous, x to the right and y down in [-1,1]. The inverse of fastai's Warp, which moves the
/// corners (-1,-1), (-1,1), (1,-1), (1,1) to (-1-y,-1-x), (-1+y,1+x), (1+y,-1+x), (1-y,1-x) for
/// tilts x and y, times shift, turn, zoom and mirror.
torch::Tensor homographies(const AugmentationDraw& draw);

/// Applies a draw to images [B,1,S,S] in [0,1], on their device: one bilinear resampling, mirrored
/// at the border; sigmoid(contrast * logit(x) + brightness); holes in black (DeVries & Taylor
/// 2017). A change that no film of the batch has is skipped: a draw without any returns the images
/// bit for bit.
torch::Tensor apply_augmentation(const torch::Tensor& images, const AugmentationDraw& draw);

/// A draw by the seed, applied.
torch::Tensor augment(const torch::Tensor& images, const Augmentation& augmentation,
                      std::uint64_t seed);

}  // namespace chestlens
