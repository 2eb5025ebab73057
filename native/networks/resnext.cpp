#include "networks/resnext.hpp"

#include "networks/chain.hpp"
#include "networks/layers.hpp"

#include <torch/torch.h>

#include <array>
#include <string>

namespace chestlens {
namespace resnext {
namespace {

namespace nn = torch::nn;

constexpr std::int64_t cardinality = 32;
constexpr std::int64_t stem_maps = 64;
constexpr std::array<std::int64_t, 4> stage_blocks{3, 4, 23, 3};
constexpr std::int64_t first_width = 4 * cardinality;  // grouped convolutions; doubles per stage
constexpr std::int64_t expansion = 2;                  // of a block's output over its width

/// Narrows, convolves in groups, widens, and adds that to its input (or to a projection of it).
struct Bottleneck : nn::Module {
  Bottleneck(std::int64_t in, std::int64_t width, std::int64_t stride)
      : conv1(register_module("conv1", convolution(in, width, 1))),
        bn1(register_module("bn1", BatchNorm(width))),
        conv2(register_module("conv2", convolution(width, width, 3, stride, cardinality))),
        bn2(register_module("bn2", BatchNorm(width))),
        conv3(register_module("conv3", convolution(width, expansion * width, 1))),
        bn3(register_module("bn3", residual_norm(expansion * width))) {
    if (stride == 1 && in == expansion * width) return;
    downsample = register_module("downsample", std::make_shared<Chain>());
    downsample->push_back(convolution(in, expansion * width, 1, stride));
    downsample->push_back(BatchNorm(expansion * width));
  }

  torch::Tensor forward(const torch::Tensor& x) {
    auto residual = torch::relu(bn1(conv1(x)));
    residual = torch::relu(bn2(conv2(residual)));
    residual = bn3(conv3(residual));
    return torch::relu(residual + (downsample ? downsample->forward(x) : x));
  }

  nn::Conv2d conv1;
  BatchNorm bn1;
  nn::Conv2d conv2;
  BatchNorm bn2;
  nn::Conv2d conv3;
  BatchNorm bn3;
  std::shared_ptr<Chain> downsample;
};

}  // namespace
}  // namespace resnext

std::shared_ptr<Chain> make_resnext101_32x4d_body(std::int64_t input_channels) {
  using namespace resnext;
  auto body = std::make_shared<Chain>();
  body->push_back("conv1", convolution(input_channels, stem_maps, 7, 2));
  body->push_back("bn1", BatchNorm(stem_maps));
  body->push_back("relu", nn::ReLU());
  body->push_back("maxpool", nn::MaxPool2d(nn::MaxPool2dOptions(3).stride(2).padding(1)));

  std::int64_t maps = stem_maps;
  std::int64_t width = first_width;
  for (std::size_t stage = 0; stage < stage_blocks.size(); ++stage, width *= 2) {
    auto layer = std::make_shared<Chain>();
    for (std::int64_t block = 0; block < stage_blocks[stage]; ++block) {
      const std::int64_t stride = stage > 0 && block == 0 ? 2 : 1;
      layer->push_back(std::make_shared<Bottleneck>(maps, width, stride));
      maps = expansion * width;
    }
    body->push_back("layer" + std::to_string(stage + 1), layer);
  }
  return body;
}

}  // namespace chestlens
