#pragma once

#include "data/dataset.hpp"
#include "io/reporter.hpp"
#include "learn/computing.hpp"
#include "learn/loss_scale.hpp"
#include "learn/record_launches.hpp"
#include "learn/step_draws.hpp"
#include "learn/training_loss.hpp"
#include "networks/classifier.hpp"
#include "recipe/recipe.hpp"

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace chestlens {

/// Whether steps on films that lie on a device can be recorded there: on a GPU, in steps of one
/// batch, by a loss that keeps nothing from step to step (GroupTerms).
bool can_be_recorded(c10::Device films, const TrainRecipe& train);

/// A stage's step on films that lie on the computing device: gathering, augmentation, mixing,
/// forward, loss and backward as one function of memory that stays in place. What it launches is
/// recorded at the first step and launched again as a whole at every step; where that fails, which
/// is noted, the function is called each time. Not for gradients that add up over several batches.
class RepeatedStep {
 public:
  /// record_launches(), or another in tests.
  using Recorder = std::function<Result<std::function<void()>>(const std::function<void()>& launch,
                                                               c10::Device device)>;

  RepeatedStep(Classifier classifier, Dataset films, const Recipe& recipe, const Stage& stage,
               const Computing& computing, Reporter reporter = {},
               Recorder recorder = record_launches);

  RepeatedStep(const RepeatedStep&) = delete;
  RepeatedStep& operator=(const RepeatedStep&) = delete;

  /// Multiplies the loss by the scale, as it is at each step, before backward; no effect where it
  /// is off. Before the first step.
  void scale_loss(LossScale& loss_scale);

  /// How many films a step has.
  std::int64_t films() const { return rows_.size(0); }

  /// The step of films int64 [B], rows of the data set, beside it. Gradients are replaced. Both
  /// losses, without gradients, are in place until the next step.
  BatchLoss run(const torch::Tensor& films, const StepDraws& draws);

 private:
  void compute();
  void record();

  Classifier classifier_;
  Dataset dataset_;
  Recipe recipe_;
  Stage stage_;
  Computing computing_;
  Reporter reporter_;
  Recorder recorder_;
  std::vector<torch::Tensor> parameters_;
  std::vector<torch::Tensor> gradients_;  // where the recording writes them
  torch::Tensor rows_, minimised_, shown_;
  torch::Tensor loss_scale_;  // undefined: none
  StepDraws draws_;
  std::function<void()> launch_;
};

}  // namespace chestlens
