#include "learn/optimizer.hpp"

#include "learn/adamw.hpp"
#include "learn/adamw_cpu.hpp"
#include "learn/adamw_gpu.hpp"
#include "networks/classifier.hpp"

#include <torch/torch.h>

#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

constexpr double beta2 = 0.999;
constexpr double epsilon = 1e-8;

/// A group's tensors whose parameter has a gradient.
struct Active {
  std::vector<torch::Tensor> parameters, gradients, first, second;
};

void add(Active& active, const ParameterGroup& group, std::size_t i) {
  active.parameters.push_back(group.parameters[i]);
  active.gradients.push_back(group.parameters[i].grad());
  active.first.push_back(group.first[i]);
  if (!group.second.empty()) active.second.push_back(group.second[i]);
}

/// Strides of axes of length one say nothing: a 1x1 kernel is channels-last and contiguous at once.
bool same_strides(const torch::Tensor& one, const torch::Tensor& other) {
  for (std::int64_t axis = 0; axis < one.dim(); ++axis) {
    if (one.size(axis) > 1 && one.stride(axis) != other.stride(axis)) return false;
  }
  return true;
}

/// Whether element i of each lies at the same place in memory, in float32 on one device.
bool same_layout(const torch::Tensor& parameter, const torch::Tensor& gradient,
                 const torch::Tensor& first, const torch::Tensor& second) {
  const auto fits = [&](const torch::Tensor& tensor) {
    return tensor.device() == parameter.device() && tensor.scalar_type() == torch::kFloat32 &&
           same_strides(tensor, parameter);
  };
  return parameter.is_non_overlapping_and_dense() && fits(parameter) && fits(gradient) &&
         fits(first) && fits(second);
}

AdamwStep adamw_numbers(double rate, double weight_decay, double beta1, std::int64_t steps) {
  const double bias1 = 1.0 - std::pow(beta1, steps);
  const double bias2 = 1.0 - std::pow(beta2, steps);
  return {.kept = static_cast<float>(1.0 - rate * weight_decay),
          .kept_first = static_cast<float>(beta1),
          .new_first = static_cast<float>(1.0 - beta1),
          .kept_second = static_cast<float>(beta2),
          .new_second = static_cast<float>(1.0 - beta2),
          .rate = static_cast<float>(rate / bias1),
          .second_scale = static_cast<float>(1.0 / std::sqrt(bias2)),
          .epsilon = static_cast<float>(epsilon)};
}

/// Whether the GPU's kernel of AdamW is for every parameter that has a gradient.
bool kernel_takes_all(const Optimizer& optimizer) {
  if (optimizer.kind != OptimizerKind::adamw || !has_adamw_kernel()) return false;
  for (const ParameterGroup& group : optimizer.groups) {
    for (std::size_t i = 0; i < group.parameters.size(); ++i) {
      const torch::Tensor& gradient = group.parameters[i].grad();
      if (!gradient.defined()) continue;
      if (!gradient.is_cuda() ||
          !same_layout(group.parameters[i], gradient, group.first[i], group.second[i])) {
        return false;
      }
    }
  }
  return true;
}

/// What the kernel reads of a step that may be skipped, which is counted; nothing without a flag.
torch::Tensor count_skip(Optimizer& optimizer, double beta1, const torch::Tensor& skip) {
  if (!skip.defined()) return {};
  const torch::Tensor before =
      optimizer.skipped.defined() ? optimizer.skipped : torch::zeros_like(skip, torch::kFloat64);
  optimizer.skipped = before + skip;
  return adamw_skips(beta1, beta2, optimizer.steps, skip, before);
}

void decay(const Active& tensors, double rate, double weight_decay) {
  if (weight_decay > 0.0) at::_foreach_mul_(tensors.parameters, 1.0 - rate * weight_decay);
}

/// Operation by operation, wherever the tensors are.
void adamw_step(const Active& tensors, double rate, double beta1, std::int64_t steps) {
  const double bias1 = 1.0 - std::pow(beta1, steps);
  const double bias2 = 1.0 - std::pow(beta2, steps);
  at::_foreach_mul_(tensors.first, beta1);
  at::_foreach_add_(tensors.first, tensors.gradients, 1.0 - beta1);
  at::_foreach_mul_(tensors.second, beta2);
  at::_foreach_addcmul_(tensors.second, tensors.gradients, tensors.gradients, 1.0 - beta2);
  auto denominator = at::_foreach_sqrt(tensors.second);
  at::_foreach_div_(denominator, std::sqrt(bias2));
  at::_foreach_add_(denominator, epsilon);
  at::_foreach_addcdiv_(tensors.parameters, tensors.first, denominator, -rate / bias1);
}

void sgd_step(const Active& tensors, double rate, double momentum) {
  at::_foreach_mul_(tensors.first, momentum);
  at::_foreach_add_(tensors.first, tensors.gradients, 1.0);
  at::_foreach_add_(tensors.parameters, tensors.first, -rate);
}

/// Names of parameters by their address.
std::map<const void*, std::string> names_of(const torch::nn::Module& module) {
  std::map<const void*, std::string> names;
  for (const auto& parameter : module.named_parameters()) {
    names.emplace(parameter.value().unsafeGetTensorImpl(), parameter.key());
  }
  return names;
}

void add(ParameterGroup& group, const std::string& name, const torch::Tensor& parameter,
         OptimizerKind kind) {
  const torch::Tensor zeros = torch::zeros_like(parameter.detach());
  group.names.push_back(name);
  group.parameters.push_back(parameter);
  group.first.push_back(zeros);
  if (kind == OptimizerKind::adamw) group.second.push_back(zeros.clone());
}

}  // namespace

Optimizer make_optimizer(const Classifier& classifier, OptimizerKind kind, double weight_decay) {
  Optimizer optimizer{.kind = kind, .groups = {}};
  const auto names = names_of(*classifier.module);
  for (const auto& layers : layer_groups(classifier)) {
    const std::size_t layer_group = optimizer.layer_groups++;
    ParameterGroup decayed{.layer_group = layer_group, .weight_decay = weight_decay};
    ParameterGroup plain{.layer_group = layer_group};
    for (const torch::Tensor& parameter : layers) {
      add(parameter.dim() > 1 ? decayed : plain, names.at(parameter.unsafeGetTensorImpl()),
          parameter, kind);
    }
    optimizer.groups.push_back(std::move(decayed));
    optimizer.groups.push_back(std::move(plain));
  }
  return optimizer;
}

void add_parameters(Optimizer& optimizer, std::size_t layer_group, double weight_decay,
                    const std::vector<std::pair<std::string, torch::Tensor>>& parameters) {
  ParameterGroup group{.layer_group = layer_group, .weight_decay = weight_decay};
  for (const auto& [name, parameter] : parameters) add(group, name, parameter, optimizer.kind);
  optimizer.groups.push_back(std::move(group));
}

void set_rates(Optimizer& optimizer, const RateSlice& slice) {
  const std::vector<double> rates = group_rates(slice, optimizer.layer_groups);
  for (ParameterGroup& group : optimizer.groups) {
    group.max_learning_rate = rates.at(group.layer_group);
  }
}

void step(Optimizer& optimizer, const SchedulePoint& point, torch::Tensor skip) {
  const torch::NoGradGuard no_grad;
  if (!skip.defined() || !kernel_takes_all(optimizer)) {
    if (skip.defined() && skip.item<float>() != 0.0F) return;
    skip = torch::Tensor();
    optimizer.steps = steps_taken(optimizer);  // what the kernel counted apart, if it ran before
    optimizer.skipped = torch::Tensor();
  }
  ++optimizer.steps;
  const bool is_adamw = optimizer.kind == OptimizerKind::adamw;
  std::vector<AdamwPiece> on_cpu, pieces;
  std::vector<AdamwStep> numbers_of_groups;
  std::optional<c10::Device> gpu;
  for (const ParameterGroup& group : optimizer.groups) {
    const double rate = group.max_learning_rate * point.rate_share;
    const AdamwStep numbers =
        adamw_numbers(rate, group.weight_decay, point.momentum, optimizer.steps);
    const auto number_of_group = static_cast<std::int64_t>(numbers_of_groups.size());
    numbers_of_groups.push_back(numbers);
    Active rest;
    for (std::size_t i = 0; i < group.parameters.size(); ++i) {
      const torch::Tensor& gradient = group.parameters[i].grad();
      if (!gradient.defined()) continue;
      const c10::Device device = group.parameters[i].device();
      const bool fits =
          is_adamw && same_layout(group.parameters[i], gradient, group.first[i], group.second[i]);
      if (fits && device.is_cpu()) {
        add_pieces(on_cpu, number_of_group, group.parameters[i], gradient, group.first[i],
                   group.second[i]);
      } else if (fits && device.is_cuda() && has_adamw_kernel()) {
        gpu = device;
        add_pieces(pieces, number_of_group, group.parameters[i], gradient, group.first[i],
                   group.second[i]);
      } else {
        add(rest, group, i);
      }
    }
    if (rest.parameters.empty()) continue;
    decay(rest, rate, group.weight_decay);
    if (is_adamw) {
      adamw_step(rest, rate, point.momentum, optimizer.steps);
    } else {
      sgd_step(rest, rate, point.momentum);
    }
  }
  if (!on_cpu.empty()) adamw_on_cpu(on_cpu, numbers_of_groups);
  if (!gpu) return;
  if (!optimizer.table) optimizer.table = std::make_shared<AdamwTable>();
  adamw_on_gpu(*optimizer.table, std::move(pieces), numbers_of_groups,
               count_skip(optimizer, point.momentum, skip), *gpu);
}

std::int64_t steps_taken(const Optimizer& optimizer) {
  if (!optimizer.skipped.defined()) return optimizer.steps;
  return optimizer.steps - optimizer.skipped.item<std::int64_t>();
}

std::vector<torch::Tensor> gradients_of(const Optimizer& optimizer) {
  std::vector<torch::Tensor> gradients;
  for (const ParameterGroup& group : optimizer.groups) {
    for (const torch::Tensor& parameter : group.parameters) {
      if (parameter.grad().defined()) gradients.push_back(parameter.grad());
    }
  }
  return gradients;
}

void zero_gradients(Optimizer& optimizer) {
  for (ParameterGroup& group : optimizer.groups) {
    for (torch::Tensor& parameter : group.parameters) parameter.mutable_grad() = torch::Tensor();
  }
}

void reset(Optimizer& optimizer) {
  optimizer.steps = 0;
  optimizer.skipped = torch::Tensor();
  for (ParameterGroup& group : optimizer.groups) {
    for (torch::Tensor& mean : group.first) mean.zero_();
    for (torch::Tensor& mean : group.second) mean.zero_();
  }
}

}  // namespace chestlens
