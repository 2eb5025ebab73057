#include "networks/layers.hpp"

#include <torch/torch.h>

namespace chestlens {
namespace {

/// Debian 12's LibTorch 1.13 has oneDNN 2, whose kernel for these is as fast in bf16.
constexpr bool slow_in_bf16 = TORCH_VERSION_MAJOR >= 2;

}  // namespace

torch::nn::Conv2d convolution(std::int64_t in, std::int64_t out, std::int64_t kernel,
                              std::int64_t stride, std::int64_t groups) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel)
                               .stride(stride)
                               .padding(kernel / 2)
                               .groups(groups)
                               .bias(false));
}

DepthwiseConvolutionImpl::DepthwiseConvolutionImpl(std::int64_t maps, std::int64_t stride,
                                                   std::int64_t padding)
    : Conv2dImpl(torch::nn::Conv2dOptions(maps, maps, 3)
                     .stride(stride)
                     .padding(padding)
                     .groups(maps)
                     .bias(false)) {}

torch::Tensor DepthwiseConvolutionImpl::forward(const torch::Tensor& x) {
  const bool small_or_strided = options.stride()->at(0) > 1 || x.size(2) < 3 || x.size(3) < 3;
  if (!slow_in_bf16 || !small_or_strided || !x.is_cpu() || x.scalar_type() != torch::kBFloat16) {
    return Conv2dImpl::forward(x);
  }
  const c10::impl::ExcludeDispatchKeyGuard no_autocast(c10::DispatchKey::AutocastCPU);
  return Conv2dImpl::forward(x.to(torch::kFloat)).to(torch::kBFloat16);
}

BatchNorm residual_norm(std::int64_t maps) {
  BatchNorm norm(maps);
  torch::nn::init::zeros_(norm->weight);
  return norm;
}

}  // namespace chestlens
