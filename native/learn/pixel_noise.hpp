#pragma once

#include <torch/types.h>

#include <cstdint>

namespace chestlens {

// Noise without a generator: the value of a pixel is a hash of a film's seed and the pixel's index
// (a counter-based generator, Salmon et al. 2011), computed in integers and so the same on every
// device, whatever films lie beside it. Seeds are int64 [B] in [0, 2^32).

/// float32 [B,1,S,S], uniform in [0,1) in steps of 2^-16.
torch::Tensor uniform_pixels(const torch::Tensor& seeds, std::int64_t side);

/// float32 [B,1,S,S], normal, mean 0 and variance 1, by Box & Muller 1958 from two uniform values a
/// pair of pixels; at most 4.9 from 0. Logarithm and cosine may differ in a device's last bits.
torch::Tensor normal_pixels(const torch::Tensor& seeds, std::int64_t side);

}  // namespace chestlens
