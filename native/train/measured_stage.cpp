#include "train/measured_stage.hpp"

#include "learn/freeze.hpp"
#include "learn/predictions.hpp"
#include "learn/training_loss.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace chestlens {
namespace {

using MeasuringClock = std::chrono::steady_clock;

constexpr int most_films_on_cpu = 16;
constexpr int counted_batches = 2;

double seconds_since(MeasuringClock::time_point began) {
  return std::chrono::duration<double>(MeasuringClock::now() - began).count();
}

/// Noise with the labels of a class each, or with half of all labels.
Batch batch_of_noise(std::int64_t films, const Recipe& recipe, const Stage& stage,
                     std::int64_t classes) {
  const torch::Tensor numbers = torch::arange(films);
  return {torch::rand({films, 1, stage.size_pixels, stage.size_pixels}),
          recipe.data.multi_label
              ? numbers.unsqueeze(1).add(torch::arange(classes)).remainder(2).to(torch::kFloat32)
              : numbers.remainder(classes)};
}

}  // namespace

Result<FilmSeconds> measure_stage(Learner& learner, const Recipe& recipe, const Stage& stage,
                                  const Computing& computing) {
  const std::int64_t films =
      computing.device.is_cuda() ? stage.batch : std::min(stage.batch, most_films_on_cpu);
  const auto classes = static_cast<std::int64_t>(learner.classifier.spec.classes);
  const Batch batch = batch_of_noise(films, recipe, stage, classes);
  set_frozen(learner.classifier, stage.frozen);
  set_rates(learner.optimizer, stage.max_learning_rate);
  learner.classifier.module->train();
  auto began = MeasuringClock::now();
  for (int i = 0; i <= counted_batches; ++i) {
    if (i == 1) began = MeasuringClock::now();
    const auto loss = training_loss(learner.classifier, batch, recipe, stage, 0, computing);
    CHESTLENS_CHECK(learn(learner, loss.minimised, {1e-3, recipe.train.momentum}));
    static_cast<void>(loss.shown.item<double>());  // waits for a GPU
  }
  FilmSeconds seconds;
  seconds.training = seconds_since(began) / static_cast<double>(counted_batches * films);
  began = MeasuringClock::now();
  static_cast<void>(predict(learner.classifier, {batch.images, batch.labels}, computing.device,
                            computing.type, static_cast<int>(films)));
  seconds.validation = seconds_since(began) / static_cast<double>(films);
  return seconds;
}

}  // namespace chestlens
