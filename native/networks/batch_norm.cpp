#include "networks/batch_norm.hpp"

#include <torch/torch.h>

#include <vector>

namespace chestlens {

BatchNormImpl::BatchNormImpl(std::int64_t maps)
    : weight(register_parameter("weight", torch::ones({maps}))),
      bias(register_parameter("bias", torch::zeros({maps}))),
      running_mean(register_buffer("running_mean", torch::zeros({maps}))),
      running_var(register_buffer("running_var", torch::ones({maps}))),
      num_batches_tracked(register_buffer("num_batches_tracked", torch::zeros({}, torch::kInt64))) {
}

torch::Tensor BatchNormImpl::forward(const torch::Tensor& x) {
  return torch::nn::functional::batch_norm(x, running_mean, running_var,
                                           torch::nn::functional::BatchNormFuncOptions()
                                               .weight(weight)
                                               .bias(bias)
                                               .training(is_training())
                                               .momentum(momentum)
                                               .eps(epsilon));
}

void count_batches(const torch::nn::Module& module, std::int64_t batches) {
  std::vector<torch::Tensor> counters;
  for (const auto& part : module.modules()) {
    if (const auto* norm = part->as<BatchNorm>()) counters.push_back(norm->num_batches_tracked);
  }
  if (batches == 0 || counters.empty()) return;
  const torch::NoGradGuard no_grad;
  at::_foreach_add_(counters, batches);
}

}  // namespace chestlens
