#include "learn/device.hpp"
#include "networks/layers.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <array>
#include <cstddef>
#include <tuple>

namespace chestlens {
namespace {

/// Output and the gradients of input and weight for a gradient of ones, as fp32.
std::array<torch::Tensor, 3> forward_and_back(DepthwiseConvolution& layer, const torch::Tensor& x) {
  const auto input = x.detach().clone().requires_grad_();
  layer->zero_grad();
  const auto y = layer->forward(input);
  y.backward(torch::ones_like(y));
  return {y.to(torch::kFloat), input.grad().to(torch::kFloat), layer->weight.grad()};
}

/// Height and width, stride.
class DepthwiseInBf16 : public testing::TestWithParam<std::tuple<int, int>> {};

// Whichever type computes a shape, a network sees the same: bf16 out, and what fp32 gives within
// the 8 bits of bf16.
TEST_P(DepthwiseInBf16, IsThatInFp32WithinItsBits) {
  const auto [size, stride] = GetParam();
  torch::manual_seed(7);
  DepthwiseConvolution layer(16, stride);
  const auto x = torch::randn({4, 16, size, size})
                     .to(torch::kBFloat16)
                     .contiguous(torch::MemoryFormat::ChannelsLast);
  const auto expected = forward_and_back(layer, x.to(torch::kFloat));
  const AutocastGuard autocast(c10::Device(c10::kCPU), torch::kBFloat16);
  EXPECT_EQ(layer->forward(x).scalar_type(), torch::kBFloat16);
  const auto found = forward_and_back(layer, x);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double scale = expected.at(i).abs().max().item<double>();
    const double difference = (found.at(i) - expected.at(i)).abs().max().item<double>();
    EXPECT_LT(difference, scale / 64) << "part " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, DepthwiseInBf16,
                         testing::Combine(testing::Values(2, 3, 8, 9), testing::Values(1, 2)));

}  // namespace
}  // namespace chestlens
