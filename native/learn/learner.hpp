#pragma once

#include "learn/group_terms.hpp"
#include "learn/loss_scale.hpp"
#include "learn/optimizer.hpp"
#include "learn/weight_average.hpp"
#include "networks/classifier.hpp"
#include "recipe/schedule.hpp"

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <cstdint>
#include <functional>

namespace chestlens {

/// What a step of training changes.
struct Learner {
  Classifier classifier;
  Optimizer optimizer;
  WeightAverage average = {};
  LossScale loss_scale = {};
  GroupTerms groups = {};
  double clip_gradient_norm = 0.0;  // the gradient's largest norm over all parameters; 0: any

  /// Replaces the gradients by their mean over all ranks after backward; empty for one process.
  std::function<Status()> average_gradients = {};
  /// Says before backward whether more gradients will be added before they are averaged.
  std::function<void(bool)> defer_averaging = {};
};

/// A batch's place among those whose mean gradient makes one step.
struct StepPart {
  std::int64_t batches = 1;  // of the step
  bool is_first = true;
  bool is_last = true;
};

/// Backward from the mean loss of a batch: its share is added to the gradients, which the first
/// batch begins again. Batches of one size add up to the gradient of one large batch.
void add_gradients(Learner& learner, const torch::Tensor& loss, const StepPart& part);

/// One step of the gradients that were added: averaged over the ranks, unscaled, their norm clipped
/// (Pascanu 2013, as PyTorch's clip_grad_norm_). Returns unscale()'s flag of a step that is
/// skipped, which the weights' average still follows: the weights stay. Errors: those of
/// average_gradients.
Result<torch::Tensor> take_step(Learner& learner, const SchedulePoint& point);

/// Counts batches that were trained on, which steps do not, in the norms and in their averages.
void count_batches(Learner& learner, std::int64_t batches);

/// Both for a step of one batch.
Result<torch::Tensor> learn(Learner& learner, const torch::Tensor& loss,
                            const SchedulePoint& point);

}  // namespace chestlens
