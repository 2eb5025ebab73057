#include "learn/weight_average.hpp"

#include "weights/module_weights.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <vector>

namespace chestlens {
namespace {

/// Exchanges the values of the two.
void exchange(torch::nn::Module& module, WeightAverage& average) {
  if (average.tensors.empty()) return;
  const torch::NoGradGuard no_grad;
  for (auto& [name, own] : weights_of(module)) {
    const torch::Tensor weights = own.clone();
    own.copy_(average.tensors.at(name));
    average.tensors.at(name).copy_(weights);
  }
}

}  // namespace

WeightAverage start_average(const torch::nn::Module& module, double decay) {
  WeightAverage average{.decay = decay};
  if (decay == 0.0) return average;
  for (const auto& [name, tensor] : weights_of(module)) {
    average.tensors.emplace(name, tensor.clone());
  }
  return average;
}

void update(WeightAverage& average, const torch::nn::Module& module) {
  if (average.tensors.empty()) return;
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> means, weights;
  for (const auto& [name, tensor] : weights_of(module)) {
    torch::Tensor& mean = average.tensors.at(name);
    if (tensor.is_floating_point()) {
      means.push_back(mean);
      weights.push_back(tensor);
    } else {
      mean.copy_(tensor);
    }
  }
  const auto steps = static_cast<double>(average.steps++);
  const double decay = std::min(average.decay, (1.0 + steps) / (10.0 + steps));
  at::_foreach_mul_(means, decay);
  at::_foreach_add_(means, weights, 1.0 - decay);
}

AverageInPlace::AverageInPlace(torch::nn::Module& module, WeightAverage& average)
    : module_(module), average_(average) {
  exchange(module_, average_);
}

AverageInPlace::~AverageInPlace() {
  exchange(module_, average_);
}

}  // namespace chestlens
