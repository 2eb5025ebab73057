#include "weights/memory_layout.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

namespace nn = torch::nn;

constexpr auto channels_last = torch::MemoryFormat::ChannelsLast;

/// A convolution, a norm and a linear layer over images [N,3,H,W].
nn::Sequential small_network() {
  torch::manual_seed(1);
  return nn::Sequential(nn::Conv2d(nn::Conv2dOptions(3, 8, 3)), nn::BatchNorm2d(8),
                        nn::AdaptiveAvgPool2d(nn::AdaptiveAvgPool2dOptions({1, 1})), nn::Flatten(),
                        nn::Linear(8, 4));
}

TEST(MemoryLayout, FollowsWhatTheLibraryComputesRightly) {
  nn::Sequential network = small_network();
  const bool right = channels_last_is_right(c10::kCPU);
  EXPECT_EQ(use_fastest_layout(*network, c10::kCPU), right);
  const auto& kernels = network->ptr<nn::Conv2dImpl>(0)->weight;
  EXPECT_EQ(kernels.is_contiguous(channels_last), right);
  EXPECT_EQ(kernels.is_contiguous(), !right);
}

TEST(MemoryLayout, ChangesNoNumbersBeyondRounding) {
  const torch::NoGradGuard no_grad;
  nn::Sequential network = small_network();
  network->eval();
  const auto images = torch::rand({4, 3, 16, 16});
  const auto before = network->forward(images);
  use_fastest_layout(*network, c10::kCPU);
  EXPECT_LT((network->forward(images) - before).abs().max().item<float>(), 1e-5F);
}

TEST(MemoryLayout, WeightsStayThoseOfTheOptimizer) {
  nn::Sequential network = small_network();
  torch::optim::SGD optimizer(network->parameters(), 0.1);
  use_fastest_layout(*network, c10::kCPU);
  const auto before = network->ptr<nn::Conv2dImpl>(0)->weight.detach().clone();
  network->forward(torch::rand({4, 3, 16, 16})).sum().backward();
  optimizer.step();
  EXPECT_FALSE(torch::equal(network->ptr<nn::Conv2dImpl>(0)->weight, before));
}

}  // namespace
}  // namespace chestlens
