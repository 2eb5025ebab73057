#include "networks/chain.hpp"

#include <torch/torch.h>

#include <utility>

namespace chestlens {

torch::Tensor Chain::forward(torch::Tensor x) {
  return torch::nn::SequentialImpl::forward(std::move(x));
}

void kaiming_initialize(torch::nn::Module& module) {
  const torch::NoGradGuard no_grad;
  for (const auto& layer : module.modules()) {
    if (!layer->as<torch::nn::Conv2d>() && !layer->as<torch::nn::Linear>()) continue;
    for (auto& parameter : layer->named_parameters(/*recurse=*/false)) {
      if (parameter.key() == "weight") {
        torch::nn::init::kaiming_normal_(parameter.value());
      } else {
        torch::nn::init::zeros_(parameter.value());
      }
    }
  }
}

}  // namespace chestlens
