#include "networks/covid_net.hpp"

#include "networks/chain.hpp"
#include "networks/layers.hpp"

#include <torch/torch.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace covid_net {
namespace {

namespace nn = torch::nn;

constexpr std::int64_t stem_maps = 64;
constexpr std::int64_t last_maps = 2048;

/// `projection` and `expansion` are the widths inside a block.
struct StageShape {
  std::int64_t blocks, maps, projection, expansion;
};
using Stages = std::array<StageShape, 4>;
constexpr Stages small{
    {{3, 256, 48, 80}, {4, 512, 96, 160}, {6, 1024, 192, 512}, {3, last_maps, 384, 1024}}};
constexpr Stages large{
    {{3, 256, 64, 112}, {4, 512, 128, 224}, {6, 1024, 384, 512}, {3, last_maps, 768, 1024}}};

template <class Convolution>
std::shared_ptr<Chain> make_normalized(Convolution convolution, BatchNorm norm) {
  auto chain = std::make_shared<Chain>();
  chain->push_back("conv", std::move(convolution));
  chain->push_back("norm", std::move(norm));
  return chain;
}

std::shared_ptr<Chain> make_pointwise(std::int64_t in, std::int64_t out) {
  return make_normalized(convolution(in, out, 1), BatchNorm(out));
}

std::shared_ptr<Chain> make_depthwise(std::int64_t maps) {
  return make_normalized(DepthwiseConvolution(maps), BatchNorm(maps));
}

std::shared_ptr<Chain> make_extension(std::int64_t in, std::int64_t out) {
  return make_normalized(convolution(in, out, 1), residual_norm(out));
}

/// Projection, expansion, projection, extension, with a depth-wise convolution where it is wide.
struct Pepx : nn::Module {
  Pepx(std::int64_t in, const StageShape& stage)
      : projection1(register_module("projection1", make_pointwise(in, stage.projection))),
        expansion(register_module("expansion", make_pointwise(stage.projection, stage.expansion))),
        depthwise(register_module("depthwise", make_depthwise(stage.expansion))),
        projection2(
            register_module("projection2", make_pointwise(stage.expansion, stage.projection))),
        extension(register_module("extension", make_extension(stage.projection, stage.maps))) {}

  torch::Tensor forward(const torch::Tensor& x) {
    auto maps = torch::relu(projection1->forward(x));
    maps = torch::relu(expansion->forward(maps));
    maps = torch::relu(depthwise->forward(maps));
    maps = torch::relu(projection2->forward(maps));
    return extension->forward(maps);
  }

  std::shared_ptr<Chain> projection1, expansion, depthwise, projection2, extension;
};

/// Halves its input. Each block reads the sum of what the blocks before it and the 1x1 link around
/// them give; that of all is the stage's output.
struct Stage : nn::Module {
  Stage(std::int64_t in, const StageShape& stage)
      : link(register_module("link", make_pointwise(in, stage.maps))) {
    for (std::int64_t block = 1; block <= stage.blocks; ++block) {
      blocks.push_back(
          register_module("pepx" + std::to_string(block), std::make_shared<Pepx>(in, stage)));
      in = stage.maps;
    }
  }

  torch::Tensor forward(const torch::Tensor& x) {
    const auto halved = torch::max_pool2d(x, 2);
    auto sum = link->forward(halved) + blocks.front()->forward(halved);
    for (auto block = blocks.begin() + 1; block != blocks.end(); ++block) {
      sum = sum + (*block)->forward(sum);
    }
    return sum;
  }

  std::shared_ptr<Chain> link;
  std::vector<std::shared_ptr<Pepx>> blocks;
};

/// Side of the feature maps: the stem halves and rounds up, four pools halve and round down.
std::int64_t side_of_maps(int size_pixels) {
  return (size_pixels + 1) / 2 / 16;
}

/// [N,K,h,w] -> [N,K*side*side].
struct FlattenSquare : nn::Module {
  explicit FlattenSquare(std::int64_t side) : side(side) {}

  torch::Tensor forward(const torch::Tensor& x) {
    const bool fits = x.size(2) == side && x.size(3) == side;
    return torch::flatten(fits ? x : torch::adaptive_avg_pool2d(x, {side, side}), 1);
  }

  std::int64_t side;
};

}  // namespace
}  // namespace covid_net

std::shared_ptr<Chain> make_covid_net_body(CovidNetSize size, std::int64_t input_channels) {
  using namespace covid_net;
  auto body = std::make_shared<Chain>();
  body->push_back("conv1", convolution(input_channels, stem_maps, 7, 2));
  body->push_back("norm1", BatchNorm(stem_maps));
  body->push_back("relu1", nn::ReLU());
  std::int64_t maps = stem_maps;
  int number = 0;
  for (const auto& stage : size == CovidNetSize::small ? small : large) {
    body->push_back("stage" + std::to_string(++number), std::make_shared<Stage>(maps, stage));
    maps = stage.maps;
  }
  body->push_back("norm2", BatchNorm(maps));
  body->push_back("relu2", nn::ReLU());
  return body;
}

std::shared_ptr<Chain> make_covid_net_head(int size_pixels, std::int64_t classes, double dropout) {
  using namespace covid_net;
  constexpr std::int64_t first_width = 1024;
  constexpr std::int64_t second_width = 256;
  const auto side = side_of_maps(size_pixels);
  auto head = std::make_shared<Chain>();
  head->push_back("flatten", std::make_shared<FlattenSquare>(side));
  head->push_back("fc1", nn::Linear(last_maps * side * side, first_width));
  head->push_back("relu1", nn::ReLU());
  head->push_back("dropout1", nn::Dropout(dropout / 2));
  head->push_back("fc2", nn::Linear(first_width, second_width));
  head->push_back("relu2", nn::ReLU());
  head->push_back("dropout2", nn::Dropout(dropout));
  head->push_back("fc3", nn::Linear(second_width, classes));
  return head;
}

}  // namespace chestlens
