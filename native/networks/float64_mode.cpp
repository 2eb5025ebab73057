#include "networks/float64_mode.hpp"

#include <torch/torch.h>

namespace chestlens {

Float64Mode::Float64Mode(torch::nn::Module& module) : module_(module) {
  module_.to(torch::kFloat64);
}

Float64Mode::~Float64Mode() {
  module_.to(torch::kFloat32);
}

}  // namespace chestlens
