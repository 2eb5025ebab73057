#include "train/epoch.hpp"

#include "data/loader.hpp"
#include "data/random.hpp"
#include "data/sampling.hpp"
#include "io/progress.hpp"
#include "train/augment.hpp"
#include "train/device.hpp"
#include "train/loss.hpp"
#include "train/mixup.hpp"

#include <torch/torch.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>

namespace chestlens {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto loss_interval = std::chrono::milliseconds(500);

/// What a seed derived from the recipe's is for.
enum Purpose : std::uint64_t { shuffle = 1, augmentation = 2, dropout = 3, mixup = 4 };

std::uint64_t seed_for(const Recipe& recipe, Purpose purpose, int epoch, std::int64_t batch) {
  return derive_seed(recipe.train.seed, {purpose, static_cast<std::uint64_t>(epoch),
                                         static_cast<std::uint64_t>(batch)});
}

/// Loss summed over films, kept on the device so that a GPU is seldom waited for.
class LossSum {
 public:
  LossSum(double sum, std::int64_t films, c10::Device device)
      : sum_(torch::full({}, sum, torch::TensorOptions().dtype(torch::kFloat64).device(device))),
        films_(films) {}

  void add(const torch::Tensor& mean_loss, std::int64_t films) {
    sum_ += mean_loss.detach().to(torch::kFloat64) * static_cast<double>(films);
    films_ += films;
  }
  double sum() const { return sum_.item<double>(); }
  double mean() const { return films_ == 0 ? 0.0 : sum() / static_cast<double>(films_); }
  std::int64_t films() const { return films_; }

 private:
  torch::Tensor sum_;
  std::int64_t films_;
};

/// The order in which an epoch takes the films.
std::vector<std::size_t> film_order(const Dataset& dataset, const Recipe& recipe, int epoch) {
  const auto films = static_cast<std::size_t>(dataset.labels.size(0));
  const std::uint64_t seed = seed_for(recipe, shuffle, epoch, 0);
  if (!recipe.train.balanced_sampling) return shuffled_indices(films, seed);
  return balanced_indices({dataset.labels.data_ptr<std::int64_t>(), films}, seed);
}

torch::Tensor training_loss(const torch::Tensor& logits, const torch::Tensor& targets,
                            const Recipe& recipe, const Computing& computing) {
  return recipe.train.loss == LossKind::focal
             ? focal_loss(logits, targets, recipe.train.focal_gamma, computing.class_weights)
             : cross_entropy(logits, targets, computing.class_weights);
}

/// Forward, backward and the optimizer's step; the mean divergence of the batch.
torch::Tensor train_batch(const Classifier& classifier, Optimizer& optimizer, const Batch& batch,
                          const Recipe& recipe, const EpochPlan& plan, const Computing& computing,
                          const SchedulePoint& point) {
  const auto labels = batch.labels.to(computing.device, /*non_blocking=*/true);
  auto images = augment(batch.images.to(computing.device, /*non_blocking=*/true), recipe.augment,
                        seed_for(recipe, augmentation, plan.epoch, batch.index));
  auto targets = soft_targets(labels, classifier.spec.classes, recipe.train.label_smoothing);
  if (plan.stage.mixup_alpha > 0.0) {
    const MixupDraw pairs = draw_mixup(plan.stage.mixup_alpha, labels.size(0),
                                       seed_for(recipe, mixup, plan.epoch, batch.index));
    images = mix(images, pairs);
    targets = mix(targets, pairs);
  }
  torch::manual_seed(seed_for(recipe, dropout, plan.epoch, batch.index));
  torch::Tensor logits;
  {
    const AutocastGuard autocast(computing.device, computing.bf16);
    logits = forward(classifier, images).logits.to(torch::kFloat32);
  }
  const auto loss = training_loss(logits, targets, recipe, computing);
  zero_gradients(optimizer);
  loss.backward();
  step(optimizer, point);
  return divergence(logits.detach(), targets);
}

std::string loss_note(double loss) {
  char text[32];
  std::snprintf(text, sizeof text, "loss %.4f", loss);
  return text;
}

}  // namespace

SchedulePoint schedule_at(const Stage& stage, double momentum, double position) {
  switch (stage.schedule) {
    case ScheduleKind::one_cycle:
      return one_cycle_at(one_cycle_v2(stage.max_learning_rate), position);
    case ScheduleKind::one_cycle_v1:
      return one_cycle_at(one_cycle_v1(stage.max_learning_rate), position);
    case ScheduleKind::constant:
      break;
  }
  return {stage.max_learning_rate, momentum};
}

torch::Tensor class_weights(ClassWeights kind, const torch::Tensor& labels, int classes) {
  if (kind == ClassWeights::none) return {};
  const auto films = torch::bincount(labels, {}, classes).to(torch::kFloat64).clamp_min(1.0);
  auto weights = films.reciprocal();
  if (kind == ClassWeights::square_root) weights = weights.sqrt();
  const auto mean = (weights * films).sum() / films.sum();
  return (weights / mean).to(torch::kFloat32);
}

Result<EpochEnd> train_epoch(const Classifier& classifier, Optimizer& optimizer,
                             const Dataset& dataset, const Recipe& recipe, const EpochPlan& plan,
                             const Computing& computing, TrainingState& state,
                             const std::function<bool()>& stop_requested) {
  const auto films = static_cast<std::size_t>(dataset.labels.size(0));
  const LoaderOptions loading{.batch_size = recipe.train.batch,
                              .first_batch = state.batch,
                              .drop_incomplete = true,
                              .pinned_memory = computing.device.is_cuda()};
  const std::int64_t batches = batch_count(films, loading);
  Loader loader(dataset, film_order(dataset, recipe, plan.epoch), loading);

  classifier.module->train();
  LossSum loss(state.loss_sum, state.films_seen, computing.device);
  Progress progress(plan.title, batches * recipe.train.batch - state.films_seen, "films");
  auto shown = Clock::now();
  double shown_loss = loss.mean();
  const auto not_finite = [&] {
    return fail(
        ErrorCode::runtime,
        "the loss is not finite in epoch " + std::to_string(plan.epoch + 1) +
            "; lower this stage's max_learning_rate (the checkpoint is of an earlier state)");
  };
  while (state.batch < batches) {
    if (stop_requested && stop_requested()) break;
    const std::optional<Batch> batch = loader.next();
    const double position = (static_cast<double>(plan.epoch_in_stage * batches + state.batch)) /
                            static_cast<double>(plan.stage.epochs * batches);
    const SchedulePoint point = schedule_at(plan.stage, recipe.train.momentum, position);
    const auto batch_films = batch.value().labels.size(0);
    loss.add(train_batch(classifier, optimizer, *batch, recipe, plan, computing, point),
             batch_films);
    ++state.batch;
    if (Clock::now() - shown > loss_interval) {
      shown = Clock::now();
      shown_loss = loss.mean();
      if (!std::isfinite(shown_loss)) return not_finite();
    }
    progress.advance(batch_films, loss_note(shown_loss));
  }
  state.loss_sum = loss.sum();
  state.films_seen = loss.films();
  if (!std::isfinite(state.loss_sum)) return not_finite();
  progress.finish(loss_note(loss.mean()));
  return state.batch < batches ? EpochEnd::stopped : EpochEnd::finished;
}

}  // namespace chestlens
