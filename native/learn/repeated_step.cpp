#include "learn/repeated_step.hpp"

#include <torch/torch.h>

#include <cstddef>
#include <string>
#include <utility>

namespace chestlens {

bool can_be_recorded(c10::Device films, const TrainRecipe& train) {
  return can_record_launches() && films.is_cuda() && train.accumulate_batches == 1 &&
         !asks_for_sources(train);
}

RepeatedStep::RepeatedStep(Classifier classifier, Dataset films, const Recipe& recipe,
                           const Stage& stage, const Computing& computing, Reporter reporter,
                           Recorder recorder)
    : classifier_(std::move(classifier)),
      dataset_(std::move(films)),
      recipe_(recipe),
      stage_(stage),
      computing_(computing),
      reporter_(std::move(reporter)),
      recorder_(std::move(recorder)),
      parameters_(classifier_.module->parameters()) {
  const auto on_device = torch::TensorOptions().device(computing.device);
  rows_ = torch::zeros({stage.batch}, on_device.dtype(torch::kInt64));
  minimised_ = torch::zeros({}, on_device);
  shown_ = torch::zeros({}, on_device);
}

void RepeatedStep::compute() {
  for (torch::Tensor& parameter : parameters_) parameter.mutable_grad() = torch::Tensor();
  const Batch batch{dataset_.images.index_select(0, rows_), dataset_.labels.index_select(0, rows_)};
  const BatchLoss loss = training_loss(classifier_, batch, draws_, recipe_, stage_, computing_);
  (loss_scale_.defined() ? loss.minimised * loss_scale_ : loss.minimised).backward();
  const torch::NoGradGuard no_grad;
  minimised_.copy_(loss.minimised);
  shown_.copy_(loss.shown);
}

/// The runs before the recording leave no trace: norms' statistics are put back, and gradients are
/// replaced by the step's own.
void RepeatedStep::record() {
  std::vector<torch::Tensor> statistics;
  for (const torch::Tensor& buffer : classifier_.module->buffers()) {
    statistics.push_back(buffer.clone());
  }
  auto recorded = recorder_([this] { compute(); }, computing_.device);
  for (const torch::Tensor& parameter : parameters_) gradients_.push_back(parameter.grad());
  const torch::NoGradGuard no_grad;
  const auto buffers = classifier_.module->buffers();
  for (std::size_t i = 0; i < buffers.size(); ++i) torch::Tensor(buffers[i]).copy_(statistics[i]);
  if (recorded) {
    launch_ = std::move(*recorded);
    return;
  }
  reporter_.note("note: a step could not be recorded as a CUDA graph (" +
                 to_string(recorded.error()) +
                 "); each is launched kernel by kernel, which is slower for small batches; --eager "
                 "does so without trying");
  gradients_.assign(parameters_.size(), torch::Tensor());
  launch_ = [this] { compute(); };
}

void RepeatedStep::scale_loss(LossScale& loss_scale) {
  if (loss_scale.enabled) loss_scale_ = scale_on(loss_scale, computing_.device);
}

BatchLoss RepeatedStep::run(const torch::Tensor& films, const StepDraws& draws) {
  {
    const torch::NoGradGuard no_grad;
    rows_.copy_(films);
    if (draws_.bytes.defined()) {
      replace(draws_, draws);
    } else {
      draws_ = to_device(draws, computing_.device);
    }
  }
  if (!launch_) record();
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    parameters_[i].mutable_grad() = gradients_[i];
  }
  torch::manual_seed(draws.dropout_seed);
  launch_();
  return {minimised_, shown_};
}

}  // namespace chestlens
