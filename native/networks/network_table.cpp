#include "networks/network_table.hpp"

#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "networks/covid_net.hpp"
#include "networks/densenet.hpp"
#include "networks/head.hpp"
#include "networks/mobilenet.hpp"
#include "networks/resnext.hpp"
#include "networks/xception.hpp"

#include <algorithm>

namespace chestlens {
namespace {

using Part = std::shared_ptr<Chain>;

/// Five halvings, in every network here.
constexpr int total_stride = 32;

template <CovidNetSize size>
Network covid_net_row(const std::string& name) {
  return {.name = name,
          .feature_maps = 2048,
          .native_size_pixels = 224,
          .smallest_size_pixels = total_stride,
          .last_convolution = "stage4.pepx3.extension.conv",
          .group_starts = {},  // default_split
          .has_tensorflow_padding = false,
          .is_transferred = false,
          .make_body = [](const NetworkSpec& spec) -> Part {
            return make_covid_net_body(size, spec.input_channels);
          },
          .make_published_head = [](const NetworkSpec& spec) -> Part {
            return make_covid_net_head(spec.size_pixels, spec.classes, spec.dropout);
          }};
}

Network densenet121_row() {
  return {.name = "densenet121",
          .feature_maps = 1024,
          .native_size_pixels = 224,
          .smallest_size_pixels = total_stride,
          .last_convolution = "features.denseblock4.denselayer16.conv2",
          .group_starts = {"features.transition2"},  // _densenet_split
          .has_tensorflow_padding = false,
          .is_transferred = true,
          .make_body = [](const NetworkSpec& spec) -> Part {
            return make_densenet121_body(spec.input_channels);
          },
          .make_published_head = [](const NetworkSpec& spec) -> Part {
            return make_average_pool_head(1024, spec.classes, "classifier");
          }};
}

Network mobilenet_v2_row() {
  return {.name = "mobilenet_v2",
          .feature_maps = 1280,
          .native_size_pixels = 224,
          .smallest_size_pixels = total_stride,
          .last_convolution = "features.18.0",
          .group_starts = {},  // default_split
          .has_tensorflow_padding = true,
          .is_transferred = true,
          .make_body = [](const NetworkSpec& spec) -> Part {
            return make_mobilenet_v2_body(spec.input_channels, spec.tensorflow_padding);
          },
          .make_published_head = [](const NetworkSpec& spec) -> Part {
            return make_mobilenet_v2_head(spec.classes, spec.dropout);
          }};
}

Network resnext101_32x4d_row() {
  return {.name = "resnext101_32x4d",
          .feature_maps = 2048,
          .native_size_pixels = 224,
          .smallest_size_pixels = total_stride,
          .last_convolution = "layer4.2.conv3",
          .group_starts = {"layer3"},  // _resnet_split
          .has_tensorflow_padding = false,
          .is_transferred = true,
          .make_body = [](const NetworkSpec& spec) -> Part {
            return make_resnext101_32x4d_body(spec.input_channels);
          },
          .make_published_head = [](const NetworkSpec& spec) -> Part {
            return make_average_pool_head(2048, spec.classes, "fc");
          }};
}

Network xception_row() {
  return {.name = "xception",
          .feature_maps = 2048,
          .native_size_pixels = 299,
          .smallest_size_pixels = total_stride,
          .last_convolution = "conv4.pointwise",
          .group_starts = {},  // default_split
          .has_tensorflow_padding = false,
          .is_transferred = true,
          .make_body = [](const NetworkSpec& spec) -> Part {
            return make_xception_body(spec.input_channels);
          },
          .make_published_head = [](const NetworkSpec& spec) -> Part {
            return make_average_pool_head(2048, spec.classes, "fc");
          }};
}

}  // namespace

/// Layer groups as fastai 2 splits these bodies (fastai/vision/learner.py): models it does not know
/// by name get its default_split, one group for the body and one for the head.
const std::vector<Network>& network_table() {
  static const std::vector<Network> table{covid_net_row<CovidNetSize::large>("covid_net_large"),
                                          covid_net_row<CovidNetSize::small>("covid_net_small"),
                                          densenet121_row(),
                                          mobilenet_v2_row(),
                                          resnext101_32x4d_row(),
                                          xception_row()};
  return table;
}

const Network* find_network(std::string_view name) {
  const auto& table = network_table();
  const auto found = std::ranges::find(table, name, &Network::name);
  return found == table.end() ? nullptr : &*found;
}

std::vector<std::string> network_names() {
  std::vector<std::string> names;
  for (const auto& network : network_table()) names.push_back(network.name);
  return names;
}

}  // namespace chestlens
