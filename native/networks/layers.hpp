#pragma once

#include <torch/nn/modules/conv.h>

#include <cstdint>

namespace chestlens {

/// A square convolution without bias, padded by half its kernel: [N,in,h,w] -> [N,out,h/stride,..].
torch::nn::Conv2d convolution(std::int64_t in, std::int64_t out, std::int64_t kernel,
                              std::int64_t stride = 1, std::int64_t groups = 1);

}  // namespace chestlens
