#pragma once

#include "networks/classifier.hpp"
#include "train/loss_scale.hpp"
#include "train/optimizer.hpp"
#include "train/schedule.hpp"
#include "train/weight_average.hpp"

#include <torch/types.h>

namespace chestlens {

/// All that a step of training changes.
struct Learner {
  Classifier classifier;
  Optimizer optimizer;
  WeightAverage average = {};
  LossScale loss_scale = {};
};

/// Backward from a loss and one step. Returns whether it was taken: it is left out where fp16
/// gradients overflowed.
bool learn(Learner& learner, const torch::Tensor& loss, const SchedulePoint& point);

}  // namespace chestlens
