#include "learn/freeze.hpp"

#include "networks/batch_norm.hpp"
#include "networks/chain.hpp"
#include "networks/classifier.hpp"

#include <torch/torch.h>

namespace chestlens {
namespace {

namespace nn = torch::nn;

bool is_norm(const nn::Module& module) {
  return module.as<BatchNorm>() != nullptr || module.as<nn::GroupNorm>() != nullptr ||
         module.as<nn::LayerNorm>() != nullptr;
}

}  // namespace

void set_frozen(const Classifier& classifier, bool frozen) {
  for (const auto& part : classifier.body->modules()) {
    for (torch::Tensor& parameter : part->parameters(/*recurse=*/false)) {
      parameter.set_requires_grad(!frozen || is_norm(*part));
    }
  }
  for (torch::Tensor& parameter : classifier.head->parameters()) parameter.set_requires_grad(true);
}

}  // namespace chestlens
