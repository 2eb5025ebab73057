#include "networks/xception.hpp"

#include "networks/chain.hpp"
#include "networks/layers.hpp"

#include <torch/torch.h>

#include <string>
#include <vector>

namespace chestlens {
namespace xception {
namespace {

namespace nn = torch::nn;

/// A 3x3 convolution of each channel by itself, then a 1x1 convolution over them.
struct SeparableConvolution : nn::Module {
  SeparableConvolution(std::int64_t in, std::int64_t out)
      : conv1(register_module("conv1", DepthwiseConvolution(in))),
        pointwise(register_module("pointwise", convolution(in, out, 1))) {}

  torch::Tensor forward(const torch::Tensor& x) { return pointwise(conv1(x)); }

  DepthwiseConvolution conv1;
  nn::Conv2d pointwise;
};

/// Separable convolutions of these widths, each before its norm and after a ReLU, and a pool where
/// the block halves its input; added to the input or to a strided projection of it.
struct Block : nn::Module {
  Block(std::int64_t in, const std::vector<std::int64_t>& widths, bool halves,
        bool starts_with_relu = true) {
    if (halves) {
      skip = register_module("skip", convolution(in, widths.back(), 1, 2));
      skipbn = register_module("skipbn", BatchNorm(widths.back()));
    }
    rep = register_module("rep", std::make_shared<Chain>());
    for (const auto width : widths) {
      if (starts_with_relu || !rep->is_empty()) rep->push_back(nn::ReLU());
      rep->push_back(std::make_shared<SeparableConvolution>(in, width));
      rep->push_back(BatchNorm(width));
      in = width;
    }
    if (halves) rep->push_back(nn::MaxPool2d(nn::MaxPool2dOptions(3).stride(2).padding(1)));
  }

  torch::Tensor forward(const torch::Tensor& x) {
    return rep->forward(x) + (skip ? skipbn(skip(x)) : x);
  }

  nn::Conv2d skip{nullptr};
  BatchNorm skipbn{nullptr};
  std::shared_ptr<Chain> rep;
};

nn::Conv2d unpadded(std::int64_t in, std::int64_t out, std::int64_t stride) {
  return nn::Conv2d(nn::Conv2dOptions(in, out, 3).stride(stride).bias(false));
}

/// `layer`, its norm and its ReLU, under the numbers of Cadene's names.
template <typename Layer>
void push_activated(Chain& body, const std::string& number, Layer layer, std::int64_t maps) {
  body.push_back("conv" + number, layer);
  body.push_back("bn" + number, BatchNorm(maps));
  body.push_back("relu" + number, nn::ReLU());
}

}  // namespace
}  // namespace xception

std::shared_ptr<Chain> make_xception_body(std::int64_t input_channels) {
  using namespace xception;
  constexpr int first_middle = 4;
  constexpr int last_middle = 11;
  auto body = std::make_shared<Chain>();
  push_activated(*body, "1", unpadded(input_channels, 32, 2), 32);
  push_activated(*body, "2", unpadded(32, 64, 1), 64);

  using Widths = std::vector<std::int64_t>;
  body->push_back("block1", std::make_shared<Block>(64, Widths{128, 128}, true, false));
  body->push_back("block2", std::make_shared<Block>(128, Widths{256, 256}, true));
  body->push_back("block3", std::make_shared<Block>(256, Widths{728, 728}, true));
  for (int number = first_middle; number <= last_middle; ++number) {
    body->push_back("block" + std::to_string(number),
                    std::make_shared<Block>(728, Widths{728, 728, 728}, false));
  }
  body->push_back("block12", std::make_shared<Block>(728, Widths{728, 1024}, true));

  push_activated(*body, "3", std::make_shared<SeparableConvolution>(1024, 1536), 1536);
  push_activated(*body, "4", std::make_shared<SeparableConvolution>(1536, 2048), 2048);
  return body;
}

}  // namespace chestlens
