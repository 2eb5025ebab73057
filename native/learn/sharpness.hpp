#pragma once

#include <torch/types.h>

#include <cstdint>

namespace chestlens {

// Changes that are the same linear map of a film's columns and of its rows, as a matrix [S,S] per
// film: what is launched does not depend on how far a film is changed.

/// float32 [B,S,S]: the Gaussian of standard deviations [B] in pixels, mirrored at the border, so
/// that a film's mean stays; 0: the identity.
torch::Tensor blur_matrices(const torch::Tensor& sigma_pixels, std::int64_t side);

/// float32 [B,S,S]: round(share * S) pixels, each the mean of an area, from which S are
/// interpolated; shares [B] in (0,1], and 1: the identity.
torch::Tensor resolution_matrices(const torch::Tensor& share, std::int64_t side);

/// matrix * image * matrix^T for images [B,1,S,S].
torch::Tensor on_both_sides(const torch::Tensor& matrices, const torch::Tensor& images);

}  // namespace chestlens
