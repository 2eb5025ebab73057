#include "train/optimizer.hpp"

#include <torch/torch.h>

#include <cmath>

namespace chestlens {
namespace {

constexpr double beta2 = 0.999;
constexpr double epsilon = 1e-8;

/// A group's tensors whose parameter has a gradient.
struct Active {
  std::vector<torch::Tensor> parameters, gradients, first, second;
};

Active active(const ParameterGroup& group) {
  Active result;
  for (std::size_t i = 0; i < group.parameters.size(); ++i) {
    const torch::Tensor gradient = group.parameters[i].grad();
    if (!gradient.defined()) continue;
    result.parameters.push_back(group.parameters[i]);
    result.gradients.push_back(gradient);
    result.first.push_back(group.first[i]);
    if (!group.second.empty()) result.second.push_back(group.second[i]);
  }
  return result;
}

void adamw_step(const Active& tensors, double weight_decay, const SchedulePoint& point,
                std::int64_t steps) {
  const double rate = point.learning_rate;
  const double beta1 = point.momentum;
  const double bias1 = 1.0 - std::pow(beta1, steps);
  const double bias2 = 1.0 - std::pow(beta2, steps);
  if (weight_decay > 0.0) at::_foreach_mul_(tensors.parameters, 1.0 - rate * weight_decay);
  at::_foreach_mul_(tensors.first, beta1);
  at::_foreach_add_(tensors.first, tensors.gradients, 1.0 - beta1);
  at::_foreach_mul_(tensors.second, beta2);
  at::_foreach_addcmul_(tensors.second, tensors.gradients, tensors.gradients, 1.0 - beta2);
  auto denominator = at::_foreach_sqrt(tensors.second);
  at::_foreach_div_(denominator, std::sqrt(bias2));
  at::_foreach_add_(denominator, epsilon);
  at::_foreach_addcdiv_(tensors.parameters, tensors.first, denominator, -rate / bias1);
}

void sgd_step(const Active& tensors, double weight_decay, const SchedulePoint& point) {
  std::vector<torch::Tensor> gradients = tensors.gradients;
  if (weight_decay > 0.0) gradients = at::_foreach_add(gradients, tensors.parameters, weight_decay);
  at::_foreach_mul_(tensors.first, point.momentum);
  at::_foreach_add_(tensors.first, gradients, 1.0);
  at::_foreach_add_(tensors.parameters, tensors.first, -point.learning_rate);
}

}  // namespace

Optimizer make_optimizer(const torch::nn::Module& module, OptimizerKind kind, double weight_decay) {
  Optimizer optimizer{.kind = kind, .groups = std::vector<ParameterGroup>(2)};
  optimizer.groups[0].weight_decay = weight_decay;
  for (const auto& parameter : module.named_parameters()) {
    if (!parameter.value().requires_grad()) continue;
    ParameterGroup& group = optimizer.groups[parameter.value().dim() > 1 ? 0 : 1];
    group.names.push_back(parameter.key());
    group.parameters.push_back(parameter.value());
    group.first.push_back(torch::zeros_like(parameter.value()));
    if (kind == OptimizerKind::adamw) {
      group.second.push_back(torch::zeros_like(parameter.value()));
    }
  }
  return optimizer;
}

void step(Optimizer& optimizer, const SchedulePoint& point) {
  const torch::NoGradGuard no_grad;
  ++optimizer.steps;
  for (const ParameterGroup& group : optimizer.groups) {
    const Active tensors = active(group);
    if (tensors.parameters.empty()) continue;
    if (optimizer.kind == OptimizerKind::adamw) {
      adamw_step(tensors, group.weight_decay, point, optimizer.steps);
    } else {
      sgd_step(tensors, group.weight_decay, point);
    }
  }
}

void zero_gradients(Optimizer& optimizer) {
  for (ParameterGroup& group : optimizer.groups) {
    for (torch::Tensor& parameter : group.parameters) parameter.mutable_grad() = torch::Tensor();
  }
}

void reset(Optimizer& optimizer) {
  optimizer.steps = 0;
  for (ParameterGroup& group : optimizer.groups) {
    for (torch::Tensor& mean : group.first) mean.zero_();
    for (torch::Tensor& mean : group.second) mean.zero_();
  }
}

}  // namespace chestlens
