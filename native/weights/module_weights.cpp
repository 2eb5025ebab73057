#include "weights/module_weights.hpp"

#include <torch/torch.h>

#include <sstream>

namespace chestlens {
namespace {

std::string shape_text(const torch::Tensor& tensor) {
  std::ostringstream stream;
  stream << tensor.sizes();
  return stream.str();
}

}  // namespace

Weights weights_of(const torch::nn::Module& module) {
  Weights weights;
  for (const auto& parameter : module.named_parameters()) {
    weights.emplace(parameter.key(), parameter.value().detach());
  }
  for (const auto& buffer : module.named_buffers()) {
    weights.emplace(buffer.key(), buffer.value().detach());
  }
  return weights;
}

Status copy_weights(Weights own, const Weights& given) {
  std::string findings;
  for (const auto& [name, tensor] : own) {
    const auto found = given.find(name);
    if (found == given.end()) {
      findings += "\nmissing: " + name;
    } else if (found->second.sizes() != tensor.sizes()) {
      findings += "\n" + name + ": shape " + shape_text(found->second) + ", the network has " +
                  shape_text(tensor);
    }
  }
  for (const auto& [name, tensor] : given) {
    if (!own.contains(name)) findings += "\nleft over: " + name;
  }
  if (!findings.empty()) {
    return fail(ErrorCode::mismatch, "the weights are of another network:" + findings);
  }
  const torch::NoGradGuard no_grad;
  for (auto& [name, tensor] : own) tensor.copy_(given.at(name));
  return {};
}

Status set_weights(torch::nn::Module& module, const Weights& weights) {
  return copy_weights(weights_of(module), weights);
}

}  // namespace chestlens
