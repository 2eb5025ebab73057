#pragma once

#include "recipe/recipe.hpp"
#include "recipe/schedule.hpp"

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {

struct AdamwTable;
struct Classifier;

/// Parameters that share a layer group and a weight decay, with their running means.
struct ParameterGroup {
  std::size_t layer_group = 0;  // of layer_groups(), the head last
  double max_learning_rate = 1e-3;
  double weight_decay = 0.0;
  std::vector<std::string> names = {};
  std::vector<torch::Tensor> parameters = {};
  std::vector<torch::Tensor> first = {};   // AdamW: mean of gradients; SGD: velocity
  std::vector<torch::Tensor> second = {};  // AdamW: mean of squared gradients; SGD: none
};

struct Optimizer {
  OptimizerKind kind = OptimizerKind::adamw;
  std::vector<ParameterGroup> groups;
  std::size_t layer_groups = 0;
  std::int64_t steps = 0;      // taken, and those that were skipped
  torch::Tensor skipped = {};  // [], float64, how many a GPU skipped; undefined: none
  /// Of a GPU's kernel (adamw_gpu.hpp), made by its first step.
  std::shared_ptr<AdamwTable> table = {};
};

/// An optimizer of all parameters, frozen ones too: a step skips those without a gradient. Those of
/// one dimension (biases, norms' scales) get no weight decay.
Optimizer make_optimizer(const Classifier& classifier, OptimizerKind kind, double weight_decay);

/// Adds parameters that are no network's, by name, to a layer group of it.
void add_parameters(Optimizer& optimizer, std::size_t layer_group, double weight_decay,
                    const std::vector<std::pair<std::string, torch::Tensor>>& parameters);

/// Gives each layer group its highest learning rate.
void set_rates(Optimizer& optimizer, const RateSlice& slice);

/// One step from the present gradients. AdamW: Loshchilov & Hutter 2019, beta2 0.999, epsilon 1e-8.
/// SGD: Sutskever's momentum as PyTorch has it. Both with true weight decay, by the learning rate
/// alone and apart from the gradient (the same paper's SGDW, fastai's default). Skipped where
/// `skip` (unscale()) is 1; AdamW's kernel sees that by itself, else a GPU is waited for.
void step(Optimizer& optimizer, const SchedulePoint& point, torch::Tensor skip = {});

/// Steps without those that were skipped. Waits for a GPU where there was a loss scale.
std::int64_t steps_taken(const Optimizer& optimizer);

/// The present gradients.
std::vector<torch::Tensor> gradients_of(const Optimizer& optimizer);

/// Removes all gradients.
void zero_gradients(Optimizer& optimizer);

/// Forgets the running means, as at the start of a stage.
void reset(Optimizer& optimizer);

}  // namespace chestlens
