#include "train/measured_stage.hpp"

#include "learn/last_layer.hpp"
#include "learn/predictions.hpp"
#include "learn/repeated_step.hpp"
#include "learn/training_loss.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace chestlens {
namespace {

using MeasuringClock = std::chrono::steady_clock;

constexpr int most_films_on_cpu = 16;
constexpr int counted_batches = 2;

double seconds_since(MeasuringClock::time_point began) {
  return std::chrono::duration<double>(MeasuringClock::now() - began).count();
}

/// Noise with the labels of a class each, or with half of all labels, of the first source.
Batch batch_of_noise(std::int64_t films, const Recipe& recipe, const Stage& stage,
                     std::int64_t classes) {
  const torch::Tensor numbers = torch::arange(films);
  return {torch::rand({films, 1, stage.size_pixels, stage.size_pixels}),
          recipe.data.multi_label
              ? numbers.unsqueeze(1).add(torch::arange(classes)).remainder(2).to(torch::kFloat32)
              : numbers.remainder(classes),
          0, torch::zeros_like(numbers)};
}

/// The step of a batch on a GPU, as training records it.
class RecordedNoise {
 public:
  RecordedNoise(Learner& learner, const Batch& batch, const Recipe& recipe, const Stage& stage,
                const Computing& computing)
      : films_{batch.images.to(computing.device), batch.labels.to(computing.device)},
        rows_(torch::arange(films_.labels.size(0), computing.device)),
        draws_(draw_step(recipe, stage, {}, films_.images.sizes())),
        step_(learner.classifier, films_, recipe, stage, computing) {
    step_.scale_loss(learner.loss_scale);
  }

  /// Returns the loss as shown.
  torch::Tensor add_gradients() { return step_.run(rows_, draws_).shown; }

 private:
  Dataset films_;
  torch::Tensor rows_;
  StepDraws draws_;
  RepeatedStep step_;
};

}  // namespace

Result<FilmSeconds> measure_stage(Learner& learner, const Recipe& recipe, const Stage& stage,
                                  const Computing& computing, bool recorded) {
  const std::int64_t films =
      computing.device.is_cuda() ? stage.batch : std::min(stage.batch, most_films_on_cpu);
  const auto classes = static_cast<std::int64_t>(learner.classifier.spec.classes);
  const Batch batch = batch_of_noise(films, recipe, stage, classes);
  set_trained_parts(learner.classifier, stage);
  set_rates(learner.optimizer, stage.max_learning_rate);
  set_training_mode(learner.classifier, stage);
  std::optional<RecordedNoise> repeated;
  if (recorded) repeated.emplace(learner, batch, recipe, stage, computing);
  auto began = MeasuringClock::now();
  for (int i = 0; i <= counted_batches; ++i) {
    if (i == 1) began = MeasuringClock::now();
    torch::Tensor shown;
    if (repeated) {
      shown = repeated->add_gradients();
    } else {
      const auto loss = training_loss(learner.classifier, batch, recipe, stage, 0, computing);
      add_gradients(learner, loss.minimised, {});
      shown = loss.shown;
    }
    CHESTLENS_CHECK(take_step(learner, {1e-3, recipe.train.momentum}));
    static_cast<void>(shown.item<double>());  // waits for a GPU
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
