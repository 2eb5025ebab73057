#include "recipe/network_spec.hpp"

namespace chestlens {

NetworkSpec network_spec(const NetworkRecipe& network, std::size_t classes, int size_pixels) {
  return {.name = network.name,
          .classes = static_cast<int>(classes),
          .dropout = network.dropout,
          .mean = network.mean,
          .standard_deviation = network.standard_deviation,
          .input_channels = network.grey == GreyInput::sum ? 1 : 3,
          .tensorflow_padding = network.padding == Padding::tensorflow,
          .size_pixels = size_pixels};
}

}  // namespace chestlens
