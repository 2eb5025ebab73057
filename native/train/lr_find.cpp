#include "train/lr_find.hpp"

#include "data/loader.hpp"
#include "io/progress.hpp"
#include "learn/last_layer.hpp"
#include "learn/training_loss.hpp"
#include "learn/training_order.hpp"
#include "train/batch_source.hpp"
#include "weights/module_weights.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>

namespace chestlens {
namespace {

constexpr double smoothing = 0.98;
constexpr double divergence_factor = 4.0;
constexpr std::size_t slope_points = 11;

/// fastai's AvgSmoothLoss: an exponential mean, divided by its weight so far.
class SmoothLoss {
 public:
  double add(double loss) {
    mean_ = smoothing * mean_ + (1.0 - smoothing) * loss;
    remainder_ *= smoothing;
    return mean_ / (1.0 - remainder_);
  }

 private:
  double mean_ = 0.0;
  double remainder_ = 1.0;
};

/// Restores a learner's weights, group terms, optimizer, average and loss scale at the end of its
/// lifetime.
class Restoration {
 public:
  explicit Restoration(Learner& learner)
      : learner_(learner), average_(learner.average), loss_scale_(read(learner.loss_scale)) {
    for (const auto& [name, tensor] : weights_of(*learner.classifier.module)) {
      weights_.emplace(name, tensor.clone());
    }
    for (const auto& [name, tensor] : tensors_of(learner.groups)) {
      group_terms_.push_back(tensor.detach().clone());
    }
    steps_ = steps_taken(learner.optimizer);
    for (ParameterGroup& group : learner.optimizer.groups) {
      groups_.push_back(group);
      for (torch::Tensor& mean : group.first) mean = mean.clone();
      for (torch::Tensor& mean : group.second) mean = mean.clone();
    }
    learner.average = {};
  }
  ~Restoration() {
    const torch::NoGradGuard no_grad;
    for (auto& [name, tensor] : weights_of(*learner_.classifier.module)) {
      tensor.copy_(weights_.at(name));
    }
    const auto group_terms = tensors_of(learner_.groups);
    for (std::size_t i = 0; i < group_terms.size(); ++i) {
      torch::Tensor(group_terms[i].second).copy_(group_terms_[i]);
    }
    zero_gradients(learner_.optimizer);
    learner_.optimizer.groups = groups_;
    learner_.optimizer.steps = steps_;
    learner_.optimizer.skipped = torch::Tensor();
    learner_.average = average_;
    learner_.loss_scale = loss_scale_;
  }
  Restoration(const Restoration&) = delete;
  Restoration& operator=(const Restoration&) = delete;

 private:
  Learner& learner_;
  std::map<std::string, torch::Tensor> weights_;
  std::vector<torch::Tensor> group_terms_;
  std::vector<ParameterGroup> groups_;
  std::int64_t steps_ = 0;
  WeightAverage average_;
  LossScale loss_scale_;
};

/// The batches of epoch after epoch.
class EndlessBatches {
 public:
  EndlessBatches(const Dataset& dataset, const TrainRecipe& train, const Stage& stage,
                 c10::Device device)
      : dataset_(dataset), train_(train), stage_(stage), device_(device) {}

  /// The epoch of the batch that next() gave last.
  int epoch() const { return epoch_; }

  Batch next() {
    if (source_) {
      if (auto batch = source_->next()) return std::move(*batch);
      ++epoch_;
    }
    source_.emplace(dataset_, training_order(dataset_, train_, stage_, epoch_),
                    LoaderOptions{.batch_size = stage_.batch,
                                  .drop_incomplete = true,
                                  .pinned_memory = device_.is_cuda()},
                    gathering_for(dataset_));
    return source_->next().value();
  }

 private:
  const Dataset& dataset_;
  const TrainRecipe& train_;
  const Stage& stage_;
  const c10::Device device_;
  int epoch_ = 0;
  std::optional<BatchSource> source_;
};

/// The index at which fastai's valley() finds the middle of the longest decreasing subsequence.
std::size_t valley_index(const std::vector<RatePoint>& points) {
  std::vector<int> lengths(points.size(), 1);
  std::size_t end = 0;
  int start = 0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (points[i].loss < points[j].loss) lengths[i] = std::max(lengths[i], lengths[j] + 1);
      if (lengths[end] < lengths[i]) {
        end = i;
        start = static_cast<int>(end) - lengths[end];
      }
    }
  }
  const double third = (static_cast<double>(end) - start) / 3.0;
  const int index = start + static_cast<int>(third) + static_cast<int>(third / 2.0);
  return static_cast<std::size_t>(std::max(index, 0));
}

/// The slope of the line that fits some points best, loss over the logarithm of the rate.
double slope_of(std::span<const RatePoint> points) {
  const auto count = static_cast<double>(points.size());
  double x = 0.0, y = 0.0;
  for (const RatePoint& point : points) {
    x += std::log(point.learning_rate) / count;
    y += point.loss / count;
  }
  double xy = 0.0, xx = 0.0;
  for (const RatePoint& point : points) {
    const double distance = std::log(point.learning_rate) - x;
    xy += distance * (point.loss - y);
    xx += distance * distance;
  }
  return xy / xx;
}

double steepest_rate(const std::vector<RatePoint>& points) {
  const std::size_t window = std::min(points.size(), slope_points);
  double rate = points.front().learning_rate;
  double lowest_slope = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i + window <= points.size(); ++i) {
    const double slope = slope_of(std::span(points).subspan(i, window));
    if (slope < lowest_slope) {
      lowest_slope = slope;
      rate = points[i + window / 2].learning_rate;
    }
  }
  return rate;
}

}  // namespace

Result<std::vector<RatePoint>> find_rates(Learner& learner, const Dataset& dataset,
                                          const Recipe& recipe, const Stage& stage,
                                          const Computing& computing, const RateSearch& search) {
  const Restoration restoration(learner);
  set_trained_parts(learner.classifier, stage);
  set_rates(learner.optimizer, {.low = 1.0, .high = 1.0});
  reset(learner.optimizer);
  set_training_mode(learner.classifier, stage);

  EndlessBatches batches(dataset, recipe.train, stage, computing.device);
  SmoothLoss smooth;
  std::vector<RatePoint> points;
  double lowest_loss = std::numeric_limits<double>::infinity();
  Progress progress(search.reporter, "learning rates", search.iterations, "batches");
  for (int i = 0; i < search.iterations; ++i) {
    if (search.stop_requested && search.stop_requested()) {
      return fail(ErrorCode::interrupted, "stopped before the end", "learning-rate search");
    }
    const double position = static_cast<double>(i) / search.iterations;
    const double rate = search.lowest * std::pow(search.highest / search.lowest, position);
    const std::int64_t of_step = recipe.train.accumulate_batches;
    double mean_loss = 0.0;
    for (std::int64_t part = 0; part < of_step; ++part) {
      const Batch batch = batches.next();
      const auto loss =
          training_loss(learner.classifier, batch, recipe, stage, batches.epoch(), computing);
      add_gradients(learner, loss.minimised, {of_step, part == 0, part + 1 == of_step});
      mean_loss += loss.minimised.item<double>() / static_cast<double>(of_step);
    }
    CHESTLENS_CHECK(take_step(learner, {rate, recipe.train.momentum}));
    const double smoothed = smooth.add(mean_loss);
    progress.advance();
    if (!std::isfinite(smoothed)) break;
    points.push_back({rate, smoothed});
    lowest_loss = std::min(lowest_loss, smoothed);
    if (smoothed > divergence_factor * lowest_loss) break;
  }
  progress.finish();
  return points;
}

Result<SuggestedRates> suggest_rates(const std::vector<RatePoint>& points,
                                     const RateSearch& search) {
  constexpr std::ptrdiff_t last_left_out = 5;
  const std::ptrdiff_t first = search.iterations / 10;
  const auto count = static_cast<std::ptrdiff_t>(points.size());
  if (count - last_left_out - first < 2) {
    return fail(ErrorCode::runtime,
                "only " + std::to_string(count) +
                    " rates were tried before the loss diverged: too few for a suggestion",
                "learning-rate search");
  }
  const std::vector<RatePoint> kept(points.begin() + first, points.end() - last_left_out);
  return SuggestedRates{.steepest = steepest_rate(kept),
                        .valley = kept[valley_index(kept)].learning_rate};
}

}  // namespace chestlens
