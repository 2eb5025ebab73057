#include "train/epoch.hpp"

#include "io/progress.hpp"
#include "learn/last_layer.hpp"
#include "train/batch_gradients.hpp"
#include "train/epoch_log.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <chrono>
#include <cmath>

namespace chestlens {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto loss_interval = std::chrono::milliseconds(500);

/// The loss summed over films, on the device, so that a GPU is seldom waited for.
class LossSum {
 public:
  LossSum(double sum, std::int64_t films, c10::Device device)
      : sum_(torch::full({}, sum, torch::TensorOptions().dtype(torch::kFloat64).device(device))),
        films_(films) {}

  /// But for a step that is skipped: 1 on the device (take_step), 0 or undefined otherwise.
  void add(const LossSum& other, const torch::Tensor& skipped) {
    films_ += other.films_;
    if (!skipped.defined()) {
      sum_ += other.sum_;
      return;
    }
    sum_ += torch::where(skipped == 0.0, other.sum_, torch::zeros_like(other.sum_));
    const torch::Tensor left_out = skipped * static_cast<double>(other.films_);
    left_out_ = left_out_.defined() ? left_out_ + left_out : left_out;
  }
  void add(const torch::Tensor& mean_loss, std::int64_t films) {
    sum_ += mean_loss.detach().to(torch::kFloat64) * static_cast<double>(films);
    films_ += films;
  }
  double sum() const { return sum_.item<double>(); }
  double mean() const {
    const std::int64_t counted = films();
    return counted == 0 ? 0.0 : sum() / static_cast<double>(counted);
  }
  std::int64_t films() const {
    return left_out_.defined() ? films_ - left_out_.item<std::int64_t>() : films_;
  }

 private:
  torch::Tensor sum_;
  std::int64_t films_;
  torch::Tensor left_out_;  // [], films of steps that were skipped; undefined: none
};

/// The part of a batch (from 0, of all of an epoch) in its step.
StepPart part_of(std::int64_t batch, std::int64_t batches, std::int64_t of_step) {
  const std::int64_t first = batch - batch % of_step;
  const std::int64_t end = std::min(first + of_step, batches);
  return {.batches = end - first, .is_first = batch == first, .is_last = batch + 1 == end};
}

/// The note beside the bar: "loss 0.412, best macro F1 0.812".
std::string note(double loss, const TrainingState& state, KeepBest metric) {
  std::string text = fmt::format("loss {:.4g}", loss);
  if (state.best_epoch > 0) {
    text += fmt::format(", best {} {:.3f}", metric_name(metric), state.best_value);
  }
  return text;
}

}  // namespace

Result<EpochEnd> train_epoch(Learner& learner, const Dataset& dataset, const Recipe& recipe,
                             const EpochPlan& plan, const Computing& computing,
                             TrainingState& state, const BetweenBatches& between) {
  BatchGradients gradients(learner, dataset, recipe, plan, computing, state.batch);
  const std::int64_t batches = gradients.batches();
  const std::int64_t of_step = recipe.train.accumulate_batches;
  const std::int64_t steps = (batches + of_step - 1) / of_step;
  if (state.batch >= batches) {
    return fail(ErrorCode::corrupt,
                fmt::format("its checkpoint is of batch {} of an epoch that has {}: it is damaged, "
                            "begin a new run in another folder",
                            state.batch, batches));
  }
  set_training_mode(learner.classifier, plan.stage);
  LossSum loss(state.loss_sum, state.films_seen, computing.device);
  LossSum step_loss(0.0, 0, computing.device);
  Progress progress(between.reporter, plan.title, (batches - state.batch) * plan.stage.batch,
                    "films");
  auto shown = Clock::now();
  auto asked_to_save = shown;
  double shown_loss = loss.mean();
  const auto not_finite = [&] {
    return fail(
        ErrorCode::runtime,
        "the loss is not finite in epoch " + std::to_string(plan.epoch + 1) +
            "; lower this stage's max_learning_rate and go on with --resume --allow-changes (the "
            "checkpoint is of an earlier state)");
  };
  const auto count_loss = [&] {
    state.loss_sum = loss.sum();
    state.films_seen = loss.films();
    return std::isfinite(state.loss_sum) && !is_exhausted(learner.loss_scale);
  };
  const std::int64_t first_batch = state.batch;
  std::int64_t counted = first_batch;
  const auto count_norms = [&] {
    count_batches(learner, state.batch - counted);
    counted = state.batch;
  };
  while (state.batch < batches) {
    const StepPart part = part_of(state.batch, batches, of_step);
    if (part.is_first) {
      const bool is_due =
          state.batch > first_batch && Clock::now() - asked_to_save >= between.save_interval;
      if (is_due) asked_to_save = Clock::now();  // ranks agree a step later
      Wishes decided{.save = is_due};
      if (between.decide) {
        CHESTLENS_TRY(decided, between.decide(is_due));
      }
      if (decided.stop) break;
      if (decided.save && between.save) {
        if (!count_loss()) return not_finite();
        count_norms();
        CHESTLENS_CHECK(between.save());
        asked_to_save = Clock::now();
      }
    }
    const std::int64_t batch_films = gradients.films_of(state.batch);
    const torch::Tensor batch_loss = gradients.add(part);
    if (part.is_first) step_loss = LossSum(0.0, 0, computing.device);
    step_loss.add(batch_loss, batch_films);
    if (part.is_last) {
      const auto done = plan.epoch_in_stage * steps + state.batch / of_step;
      const double position =
          static_cast<double>(done) / static_cast<double>(plan.stage.epochs * steps);
      CHESTLENS_TRY(
          const auto skipped,
          take_step(learner, schedule_at(plan.stage.schedule, recipe.train.momentum, position)));
      loss.add(step_loss, skipped);
    }
    ++state.batch;
    const auto now = Clock::now();
    if (now - shown > loss_interval) {
      shown = now;
      if (!count_loss()) return not_finite();
      shown_loss = loss.mean();
    }
    progress.advance(batch_films, note(shown_loss, state, recipe.train.keep_best));
  }
  if (!count_loss()) return not_finite();
  count_norms();
  progress.finish(note(loss.mean(), state, recipe.train.keep_best));
  return state.batch < batches ? EpochEnd::stopped : EpochEnd::finished;
}

}  // namespace chestlens
