#pragma once

#include "data/dataset.hpp"
#include "data/loader.hpp"
#include "io/reporter.hpp"
#include "learn/learner.hpp"
#include "recipe/recipe.hpp"
#include "train/checkpoint.hpp"

#include <chestlens/error.hpp>

#include <c10/core/Device.h>
#include <torch/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace chestlens {

/// How a run computes, the same for all of its epochs.
struct Computing {
  c10::Device device;
  torch::ScalarType type = torch::kFloat32;  // or what autocast computes in
  torch::Tensor class_weights;               // [C] on the device, or undefined
  int rank = 0;                              // among the processes that share each step's films
  int ranks = 1;
};

/// One epoch's place in its stage and in the run.
struct EpochPlan {
  Stage stage;
  int epoch = 0;           // from 0, over all stages
  int epoch_in_stage = 0;  // from 0
  std::string title;       // of its progress
};

enum class EpochEnd : std::uint8_t { finished, stopped };

/// What happens between the batches of an epoch.
struct BetweenBatches {
  std::function<Result<bool>()> stop_requested = {};  // asked before each batch
  std::function<Status()> save = {};                  // writes a checkpoint of `state`
  std::chrono::duration<double> save_interval{300.0};
  Reporter reporter = {};
};

/// Steps through the batches of an epoch that state.batch says are left, and counts them in
/// `state`; the loss it sums is the divergence (loss.hpp) of the films of this rank. Errors: those
/// of `between` and learn(); runtime where the loss is no longer finite.
Result<EpochEnd> train_epoch(Learner& learner, const Dataset& dataset, const Recipe& recipe,
                             const EpochPlan& plan, const Computing& computing,
                             TrainingState& state, const BetweenBatches& between);

/// The order in which an epoch (from 0, over all stages) reads the films, over all ranks.
std::vector<std::size_t> training_order(const Dataset& dataset, const Recipe& recipe, int epoch);

/// The mean losses of a batch.
struct BatchLoss {
  torch::Tensor minimised;  // with gradients
  torch::Tensor shown;      // its divergence (loss.hpp), or what is minimised of multi-label films
};

/// The losses of a batch whose augmentation, mixup and dropout are drawn for its place in the run.
BatchLoss training_loss(const Classifier& classifier, const Batch& batch, const Recipe& recipe,
                        const EpochPlan& plan, const Computing& computing);

/// [C] weights whose mean over the films is 1, from the films of each class; undefined for none.
torch::Tensor class_weights(ClassWeights kind, const torch::Tensor& labels, int classes);

}  // namespace chestlens
