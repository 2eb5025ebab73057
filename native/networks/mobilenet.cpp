#include "networks/mobilenet.hpp"

#include "networks/chain.hpp"
#include "networks/layers.hpp"
#include "networks/relu6.hpp"

#include <torch/torch.h>

#include <string>

namespace chestlens {
namespace mobilenet {
namespace {

namespace nn = torch::nn;

constexpr std::int64_t stem_maps = 32;
constexpr std::int64_t last_maps = 1280;

/// One row of the paper's table 2.
struct Blocks {
  std::int64_t expansion, maps, count, stride;
};
constexpr Blocks block_table[]{{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                               {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};

/// TensorFlow's SAME for a 3x3 kernel at stride 2: an even side takes one zero, after it; an odd
/// side one before and one after.
struct TensorflowPadding : nn::Module {
  torch::Tensor forward(const torch::Tensor& x) {
    return torch::constant_pad_nd(x, {x.size(3) % 2, 1, x.size(2) % 2, 1});
  }
};

struct Relu6 : nn::Module {
  torch::Tensor forward(const torch::Tensor& x) { return fastest_relu6(x); }
};

struct Shape {
  std::int64_t in, out, kernel, stride;
  bool depthwise = false;
};

/// Convolution "0", norm "1" and ReLU6 "2", as torchvision numbers them.
std::shared_ptr<Chain> make_activated(const Shape& shape, bool tensorflow_padding) {
  auto chain = std::make_shared<Chain>();
  const bool pads_first = shape.stride == 2 && tensorflow_padding;
  const std::int64_t padding = pads_first ? 0 : shape.kernel / 2;
  if (pads_first) chain->push_back("padding", std::make_shared<TensorflowPadding>());
  if (shape.depthwise) {
    chain->push_back("0", DepthwiseConvolution(shape.in, shape.stride, padding));
  } else {
    chain->push_back("0", nn::Conv2d(nn::Conv2dOptions(shape.in, shape.out, shape.kernel)
                                         .stride(shape.stride)
                                         .padding(padding)
                                         .bias(false)));
  }
  chain->push_back("1", BatchNorm(shape.out));
  chain->push_back("2", std::make_shared<Relu6>());
  return chain;
}

/// Widens, convolves each channel by itself, narrows without a ReLU; added to the input where that
/// has the same shape.
struct InvertedResidual : nn::Module {
  InvertedResidual(std::int64_t in, const Blocks& blocks, std::int64_t stride,
                   bool tensorflow_padding)
      : conv(register_module("conv", std::make_shared<Chain>())),
        adds_input(stride == 1 && in == blocks.maps) {
    const auto wide = blocks.expansion * in;
    if (blocks.expansion != 1) conv->push_back(make_activated({in, wide, 1, 1}, false));
    conv->push_back(make_activated({wide, wide, 3, stride, true}, tensorflow_padding));
    conv->push_back(convolution(wide, blocks.maps, 1));
    conv->push_back(adds_input ? residual_norm(blocks.maps) : BatchNorm(blocks.maps));
  }

  torch::Tensor forward(const torch::Tensor& x) {
    return adds_input ? x + conv->forward(x) : conv->forward(x);
  }

  std::shared_ptr<Chain> conv;
  bool adds_input;
};

}  // namespace
}  // namespace mobilenet

std::shared_ptr<Chain> make_mobilenet_v2_body(std::int64_t input_channels,
                                              bool tensorflow_padding) {
  using namespace mobilenet;
  auto features = std::make_shared<Chain>();
  features->push_back(make_activated({input_channels, stem_maps, 3, 2}, tensorflow_padding));
  std::int64_t maps = stem_maps;
  for (const auto& blocks : block_table) {
    for (std::int64_t i = 0; i < blocks.count; ++i) {
      features->push_back(std::make_shared<InvertedResidual>(
          maps, blocks, i == 0 ? blocks.stride : 1, tensorflow_padding));
      maps = blocks.maps;
    }
  }
  features->push_back(make_activated({maps, last_maps, 1, 1}, false));

  auto body = std::make_shared<Chain>();
  body->push_back("features", features);
  return body;
}

std::shared_ptr<Chain> make_mobilenet_v2_head(std::int64_t classes, double dropout) {
  using namespace mobilenet;
  auto classifier = std::make_shared<Chain>();
  classifier->push_back(nn::Dropout(dropout));
  classifier->push_back(nn::Linear(last_maps, classes));

  auto head = std::make_shared<Chain>();
  head->push_back("pool", nn::AdaptiveAvgPool2d(nn::AdaptiveAvgPool2dOptions({1, 1})));
  head->push_back("flatten", nn::Flatten());
  head->push_back("classifier", classifier);
  return head;
}

}  // namespace chestlens
