#pragma once

#include "train/recipe.hpp"
#include "train/schedule.hpp"

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace torch::nn {
class Module;
}

namespace chestlens {

/// Parameters that share a weight decay, with their running means.
struct ParameterGroup {
  double weight_decay = 0.0;
  std::vector<std::string> names;
  std::vector<torch::Tensor> parameters;
  std::vector<torch::Tensor> first;   // AdamW: mean of gradients; SGD: velocity
  std::vector<torch::Tensor> second;  // AdamW: mean of squared gradients; SGD: none
};

struct Optimizer {
  OptimizerKind kind = OptimizerKind::adamw;
  std::vector<ParameterGroup> groups;
  std::int64_t steps = 0;
};

/// Every parameter that requires a gradient. Those of one dimension (biases, norms' scales) get no
/// weight decay.
Optimizer make_optimizer(const torch::nn::Module& module, OptimizerKind kind, double weight_decay);

/// One step from the gradients at hand. AdamW: Loshchilov & Hutter 2019, beta2 0.999, epsilon 1e-8,
/// decay decoupled. SGD: Sutskever's momentum as PyTorch has it, decay added to the gradient.
void step(Optimizer& optimizer, const SchedulePoint& point);

/// Drops all gradients.
void zero_gradients(Optimizer& optimizer);

/// Forgets the running means, as at the start of a stage.
void reset(Optimizer& optimizer);

}  // namespace chestlens
