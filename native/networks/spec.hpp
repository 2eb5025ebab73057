#pragma once

#include <cstdint>
#include <string>

namespace chestlens {

enum class HeadKind : std::uint8_t {
  concat_pool,  // fastai's for transfer; a network that was never trained on ImageNet has its own
  published,    // the network's own, under the names of its public weights
};

/// What a classifier is built from; it is stored in checkpoints and recipes.
struct NetworkSpec {
  std::string name = "densenet121";
  int classes = 4;
  double dropout = 0.5;  // of the head's last layer; the first has half of it
  double mean = 0.485;   // of the input in [0,1]
  double standard_deviation = 0.229;
  int input_channels = 3;           // 3: the grey film is repeated; 1: it is read as it is
  bool tensorflow_padding = false;  // mobilenet_v2's alone, for weights trained with it
  HeadKind head = HeadKind::concat_pool;
  int size_pixels = 224;  // of the films; fixes the size of a head that flattens (covid_net_*)
};

}  // namespace chestlens
