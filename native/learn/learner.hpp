#pragma once

#include "learn/loss_scale.hpp"
#include "learn/optimizer.hpp"
#include "learn/weight_average.hpp"
#include "networks/classifier.hpp"
#include "recipe/schedule.hpp"

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <functional>

namespace chestlens {

/// What a step of training changes.
struct Learner {
  Classifier classifier;
  Optimizer optimizer;
  WeightAverage average = {};
  LossScale loss_scale = {};

  /// Replaces the gradients by their mean over all ranks after backward; empty for one process.
  std::function<Status()> average_gradients = {};
};

/// Backward from a loss and one step. Returns whether the step was taken: it is skipped where fp16
/// gradients overflowed. Errors: those of average_gradients.
Result<bool> learn(Learner& learner, const torch::Tensor& loss, const SchedulePoint& point);

}  // namespace chestlens
