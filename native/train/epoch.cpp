#include "train/epoch.hpp"

#include "data/random.hpp"
#include "data/sampling.hpp"
#include "distributed/share.hpp"
#include "io/progress.hpp"
#include "learn/apply_augmentation.hpp"
#include "learn/device.hpp"
#include "learn/loss.hpp"
#include "learn/mixup.hpp"
#include "train/batch_source.hpp"
#include "train/epoch_log.hpp"

#include <torch/torch.h>

#include <chrono>
#include <cmath>
#include <cstdio>

namespace chestlens {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto loss_interval = std::chrono::milliseconds(500);

/// What a seed derived from the recipe's is for.
enum Purpose : std::uint64_t { shuffle = 1, augmentation = 2, dropout = 3, mixup = 4 };

std::uint64_t seed_for(const Recipe& recipe, Purpose purpose, int epoch, std::int64_t batch = 0,
                       int rank = 0) {
  return derive_seed(recipe.train.seed,
                     {purpose, static_cast<std::uint64_t>(epoch), static_cast<std::uint64_t>(batch),
                      static_cast<std::uint64_t>(rank)});
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

torch::Tensor minimised_loss(const torch::Tensor& logits, const torch::Tensor& targets,
                             const Recipe& recipe, const Computing& computing) {
  if (recipe.data.multi_label) return masked_binary_cross_entropy(logits, targets);
  return recipe.train.loss == LossKind::focal
             ? focal_loss(logits, targets, recipe.train.focal_gamma, computing.class_weights)
             : cross_entropy(logits, targets, computing.class_weights);
}

/// What follows the bar: "loss 0.412, best macro F1 0.812".
std::string note(double loss, const TrainingState& state, KeepBest metric) {
  char text[96];
  const int length = std::snprintf(text, sizeof text, "loss %.4g", loss);
  if (state.best_epoch > 0) {
    std::snprintf(text + length, sizeof text - static_cast<std::size_t>(length), ", best %s %.3f",
                  metric_name(metric).c_str(), state.best_value);
  }
  return text;
}

}  // namespace

std::vector<std::size_t> training_order(const Dataset& dataset, const Recipe& recipe, int epoch) {
  const auto films = static_cast<std::size_t>(dataset.labels.size(0));
  const std::uint64_t seed = seed_for(recipe, shuffle, epoch);
  if (!recipe.train.balanced_sampling) return shuffled_indices(films, seed);
  const torch::Tensor labels = dataset.labels.to(torch::kCPU);
  return balanced_indices({labels.data_ptr<std::int64_t>(), films}, seed);
}

BatchLoss training_loss(const Classifier& classifier, const Batch& batch, const Recipe& recipe,
                        const EpochPlan& plan, const Computing& computing) {
  const auto labels = batch.labels.to(computing.device, /*non_blocking=*/true);
  const auto seed = [&](Purpose purpose) {
    return seed_for(recipe, purpose, plan.epoch, batch.index, computing.rank);
  };
  auto images = augment(batch.images.to(computing.device, /*non_blocking=*/true), recipe.augment,
                        seed(augmentation));
  auto targets = recipe.data.multi_label
                     ? labels
                     : soft_targets(labels, classifier.spec.classes, recipe.train.label_smoothing);
  if (plan.stage.mixup_alpha > 0.0) {
    const MixupDraw pairs = draw_mixup(plan.stage.mixup_alpha, labels.size(0), seed(mixup));
    images = mix(images, pairs);
    targets = mix(targets, pairs);
  }
  torch::manual_seed(seed(dropout));
  torch::Tensor logits;
  {
    const AutocastGuard autocast(computing.device, computing.type);
    logits = forward(classifier, images).logits.to(torch::kFloat32);
  }
  const auto minimised = minimised_loss(logits, targets, recipe, computing);
  return {minimised,
          recipe.data.multi_label ? minimised.detach() : divergence(logits.detach(), targets)};
}

torch::Tensor class_weights(ClassWeights kind, const torch::Tensor& labels, int classes) {
  if (kind == ClassWeights::none) return {};
  const auto films = torch::bincount(labels, {}, classes).to(torch::kFloat64).clamp_min(1.0);
  auto weights = films.reciprocal();
  if (kind == ClassWeights::square_root) weights = weights.sqrt();
  const auto mean = (weights * films).sum() / films.sum();
  return (weights / mean).to(torch::kFloat32);
}

Result<EpochEnd> train_epoch(Learner& learner, const Dataset& dataset, const Recipe& recipe,
                             const EpochPlan& plan, const Computing& computing,
                             TrainingState& state, const BetweenBatches& between) {
  const auto own_films = share_of_batches(training_order(dataset, recipe, plan.epoch),
                                          plan.stage.batch, computing.rank, computing.ranks);
  const LoaderOptions loading{.batch_size = plan.stage.batch,
                              .first_batch = state.batch,
                              .drop_incomplete = true,
                              .pinned_memory = computing.device.is_cuda()};
  const std::int64_t batches = batch_count(own_films.size(), loading);
  BatchSource source(dataset, own_films, loading, gathering_for(dataset));

  learner.classifier.module->train();
  LossSum loss(state.loss_sum, state.films_seen, computing.device);
  Progress progress(between.reporter, plan.title, (batches - state.batch) * plan.stage.batch,
                    "films");
  auto shown = Clock::now();
  auto saved = shown;
  double shown_loss = loss.mean();
  const auto not_finite = [&] {
    return fail(
        ErrorCode::runtime,
        "the loss is not finite in epoch " + std::to_string(plan.epoch + 1) +
            "; lower this stage's max_learning_rate (the checkpoint is of an earlier state)");
  };
  const auto count_loss = [&] {
    state.loss_sum = loss.sum();
    state.films_seen = loss.films();
    return std::isfinite(state.loss_sum) && !is_exhausted(learner.loss_scale);
  };
  while (state.batch < batches) {
    if (between.stop_requested) {
      CHESTLENS_TRY(const auto stops, between.stop_requested());
      if (stops) break;
    }
    const Batch batch = source.next().value();
    const double position = (static_cast<double>(plan.epoch_in_stage * batches + state.batch)) /
                            static_cast<double>(plan.stage.epochs * batches);
    const SchedulePoint point = schedule_at(plan.stage.schedule, recipe.train.momentum, position);
    const auto batch_loss = training_loss(learner.classifier, batch, recipe, plan, computing);
    const auto batch_films = batch.labels.size(0);
    CHESTLENS_TRY(const auto learnt, learn(learner, batch_loss.minimised, point));
    if (learnt) loss.add(batch_loss.shown, batch_films);
    ++state.batch;
    const auto now = Clock::now();
    if (now - shown > loss_interval) {
      shown = now;
      if (!count_loss()) return not_finite();
      shown_loss = loss.mean();
    }
    if (between.save && state.batch < batches && now - saved >= between.save_interval) {
      if (!count_loss()) return not_finite();
      CHESTLENS_CHECK(between.save());
      saved = Clock::now();
    }
    progress.advance(batch_films, note(shown_loss, state, recipe.train.keep_best));
  }
  if (!count_loss()) return not_finite();
  progress.finish(note(loss.mean(), state, recipe.train.keep_best));
  return state.batch < batches ? EpochEnd::stopped : EpochEnd::finished;
}

}  // namespace chestlens
