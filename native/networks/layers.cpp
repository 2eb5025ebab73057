#include "networks/layers.hpp"

#include <torch/torch.h>

namespace chestlens {

torch::nn::Conv2d convolution(std::int64_t in, std::int64_t out, std::int64_t kernel,
                              std::int64_t stride, std::int64_t groups) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel)
                               .stride(stride)
                               .padding(kernel / 2)
                               .groups(groups)
                               .bias(false));
}

BatchNorm residual_norm(std::int64_t maps) {
  BatchNorm norm(maps);
  torch::nn::init::zeros_(norm->weight);
  return norm;
}

}  // namespace chestlens
