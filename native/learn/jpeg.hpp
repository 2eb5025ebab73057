#pragma once

#include <torch/types.h>

namespace chestlens {

/// Steps of the 64 frequencies, row by row, float32 [B,64]: the luminance table of ITU-T T.81
/// (K.1), scaled by quality [B] in 1 to 100 as libjpeg scales it.
torch::Tensor jpeg_steps(const torch::Tensor& quality);

/// What JPEG leaves of films [B,1,S,S] in [0,1]: levels of 8 bits, of which each block of 8x8
/// pixels is transformed (DCT), rounded to the steps and transformed back. A side that no block
/// ends is continued by its last pixel.
torch::Tensor through_jpeg(const torch::Tensor& images, const torch::Tensor& steps);

}  // namespace chestlens
