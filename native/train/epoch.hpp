#pragma once

#include "data/dataset.hpp"
#include "networks/classifier.hpp"
#include "train/checkpoint.hpp"
#include "train/optimizer.hpp"
#include "train/recipe.hpp"

#include <chestlens/error.hpp>

#include <c10/core/Device.h>
#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <string>

namespace chestlens {

/// How a run computes, the same for all of its epochs.
struct Computing {
  c10::Device device;
  bool bf16 = false;
  torch::Tensor class_weights;  // [C] on the device, or undefined
};

/// One epoch's place in its stage and in the run.
struct EpochPlan {
  Stage stage;
  int epoch = 0;           // from 0, over all stages
  int epoch_in_stage = 0;  // from 0
  std::string title;       // of the progress bar
};

enum class EpochEnd : std::uint8_t { finished, stopped };

/// Steps through the batches of an epoch that state.batch says are left, and counts them in
/// `state`; the loss it sums is the divergence (loss.hpp). `stop_requested` is asked before each
/// batch. Errors: runtime where the loss is no longer finite.
Result<EpochEnd> train_epoch(const Classifier& classifier, Optimizer& optimizer,
                             const Dataset& dataset, const Recipe& recipe, const EpochPlan& plan,
                             const Computing& computing, TrainingState& state,
                             const std::function<bool()>& stop_requested);

/// The schedule of a stage at a share of its steps, in [0,1].
SchedulePoint schedule_at(const Stage& stage, double momentum, double position);

/// [C] weights whose mean over the films is 1, from the films of each class; undefined for none.
torch::Tensor class_weights(ClassWeights kind, const torch::Tensor& labels, int classes);

}  // namespace chestlens
