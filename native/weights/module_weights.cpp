#include "weights/module_weights.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <sstream>
#include <vector>

namespace chestlens {
namespace {

std::string shape_text(const torch::Tensor& tensor) {
  std::ostringstream stream;
  stream << tensor.sizes();
  return stream.str();
}

/// Tensors that do not fit in one way.
struct Mismatches {
  const char* how;
  std::vector<std::string> names;
};

/// "\n12 missing: a\n  b\n  ...", three lines at most.
std::string text_of(const Mismatches& mismatches) {
  constexpr std::size_t listed = 3;
  const auto& names = mismatches.names;
  if (names.empty()) return {};
  std::string text = fmt::format("\n{} {}: ", names.size(), mismatches.how);
  for (std::size_t i = 0; i < std::min(names.size(), listed); ++i) {
    text.append(i == 0 ? "" : "\n  ").append(names[i]);
  }
  return text + (names.size() > listed ? ", ..." : "");
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
  Mismatches missing{"missing", {}};
  Mismatches misshapen{"of another shape", {}};
  Mismatches left_over{"left over", {}};
  for (const auto& [name, tensor] : own) {
    const auto found = given.find(name);
    if (found == given.end()) {
      missing.names.push_back(name);
    } else if (found->second.sizes() != tensor.sizes()) {
      misshapen.names.push_back(name + ", " + shape_text(found->second) + ", the network has " +
                                shape_text(tensor));
    }
  }
  for (const auto& [name, tensor] : given) {
    if (!own.contains(name)) left_over.names.push_back(name);
  }
  const std::string findings = text_of(misshapen) + text_of(missing) + text_of(left_over);
  if (!findings.empty()) {
    return fail(ErrorCode::mismatch,
                fmt::format("the weights are of another network, which has {} tensors:{}",
                            own.size(), findings));
  }
  const torch::NoGradGuard no_grad;
  for (auto& [name, tensor] : own) tensor.copy_(given.at(name));
  return {};
}

Status set_weights(torch::nn::Module& module, const Weights& weights) {
  return copy_weights(weights_of(module), weights);
}

}  // namespace chestlens
