#pragma once

#include "networks/batch_norm.hpp"

#include <torch/nn/modules/conv.h>

#include <cstdint>

namespace chestlens {

/// A square convolution without bias, padded by half its kernel: [N,in,h,w] -> [N,out,h/stride,..].
torch::nn::Conv2d convolution(std::int64_t in, std::int64_t out, std::int64_t kernel,
                              std::int64_t stride = 1, std::int64_t groups = 1);

/// A 3x3 convolution of each map by itself, padded by `padding`: [N,maps,h,w] ->
/// [N,maps,h/stride,..]. On a processor it computes in fp32 what oneDNN 3 computes in bf16 ten
/// times as slowly: the gradients of a stride (its brgconv_strided), and those of maps smaller than
/// the kernel.
struct DepthwiseConvolutionImpl : torch::nn::Conv2dImpl {
  DepthwiseConvolutionImpl(std::int64_t maps, std::int64_t stride = 1, std::int64_t padding = 1);
  torch::Tensor forward(const torch::Tensor& x);
};
TORCH_MODULE(DepthwiseConvolution);

/// The norm that ends a residual branch. Its weight starts at zero: a network of random weights
/// begins as its short cuts alone and deepens as it learns (Goyal et al. 2017, "Accurate, Large
/// Minibatch SGD", section 5.1). In a short training it learns more, and it magnifies rounding
/// less. Not for Xception, which short cuts that skip three pixels of four carry too badly.
BatchNorm residual_norm(std::int64_t maps);

}  // namespace chestlens
