#include "networks/densenet.hpp"

#include "networks/chain.hpp"
#include "networks/layers.hpp"

#include <torch/torch.h>

#include <array>
#include <cstdint>
#include <string>

namespace chestlens {
namespace densenet {
namespace {

namespace nn = torch::nn;

constexpr std::int64_t growth_rate = 32;
constexpr std::int64_t bottleneck_maps = 4 * growth_rate;  // that a 1x1 convolution narrows to
constexpr std::int64_t stem_maps = 64;
constexpr std::array<std::int64_t, 4> block_layers{6, 12, 24, 16};

/// Appends `growth_rate` new feature maps to those it is given.
struct DenseLayer : nn::Module {
  explicit DenseLayer(std::int64_t in)
      : norm1(register_module("norm1", BatchNorm(in))),
        conv1(register_module("conv1", convolution(in, bottleneck_maps, 1))),
        norm2(register_module("norm2", BatchNorm(bottleneck_maps))),
        conv2(register_module("conv2", convolution(bottleneck_maps, growth_rate, 3))) {}

  torch::Tensor forward(const torch::Tensor& x) {
    const auto narrow = conv1(torch::relu(norm1(x)));
    return torch::cat({x, conv2(torch::relu(norm2(narrow)))}, 1);
  }

  BatchNorm norm1;
  nn::Conv2d conv1;
  BatchNorm norm2;
  nn::Conv2d conv2;
};

std::shared_ptr<Chain> make_transition(std::int64_t in, std::int64_t out) {
  auto transition = std::make_shared<Chain>();
  transition->push_back("norm", BatchNorm(in));
  transition->push_back("relu", nn::ReLU());
  transition->push_back("conv", convolution(in, out, 1));
  transition->push_back("pool", nn::AvgPool2d(nn::AvgPool2dOptions(2).stride(2)));
  return transition;
}

}  // namespace
}  // namespace densenet

std::shared_ptr<Chain> make_densenet121_body(std::int64_t input_channels) {
  using namespace densenet;
  auto features = std::make_shared<Chain>();
  features->push_back("conv0", convolution(input_channels, stem_maps, 7, 2));
  features->push_back("norm0", BatchNorm(stem_maps));
  features->push_back("relu0", nn::ReLU());
  features->push_back("pool0", nn::MaxPool2d(nn::MaxPool2dOptions(3).stride(2).padding(1)));

  std::int64_t maps = stem_maps;
  for (std::size_t block = 0; block < block_layers.size(); ++block) {
    auto dense_block = std::make_shared<Chain>();
    for (std::int64_t layer = 0; layer < block_layers[block]; ++layer) {
      dense_block->push_back("denselayer" + std::to_string(layer + 1),
                             std::make_shared<DenseLayer>(maps));
      maps += growth_rate;
    }
    const std::string number = std::to_string(block + 1);
    features->push_back("denseblock" + number, dense_block);
    if (block + 1 == block_layers.size()) break;
    features->push_back("transition" + number, make_transition(maps, maps / 2));
    maps /= 2;
  }
  features->push_back("norm5", BatchNorm(maps));
  features->push_back("relu5", nn::ReLU());

  auto body = std::make_shared<Chain>();
  body->push_back("features", features);
  return body;
}

}  // namespace chestlens
