#include "networks/without_gradients.hpp"

#include <torch/torch.h>

namespace chestlens {

WithoutGradients::WithoutGradients(const torch::nn::Module& module) {
  for (auto& parameter : module.parameters()) {
    if (parameter.requires_grad()) required_.push_back(parameter.set_requires_grad(false));
  }
}

WithoutGradients::~WithoutGradients() {
  for (auto& parameter : required_) parameter.set_requires_grad(true);
}

}  // namespace chestlens
