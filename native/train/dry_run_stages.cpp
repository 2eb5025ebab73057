#include "train/dry_run_stages.hpp"

#include "data/loader.hpp"
#include "data/sources.hpp"
#include "distributed/share.hpp"
#include "learn/device_memory.hpp"
#include "learn/out_of_memory.hpp"
#include "learn/repeated_step.hpp"
#include "learn/training_order.hpp"
#include "train/batch_source.hpp"
#include "train/measured_stage.hpp"
#include "train/scaled_stages.hpp"
#include "weights/module_weights.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

/// "3 h 20 min", "45 min", "8 s".
std::string about(double seconds) {
  if (seconds < 90.0) return fmt::format("{:.0f} s", std::max(1.0, seconds));
  const auto minutes = static_cast<int>(std::lround(seconds / 60.0));
  if (minutes < 120) return fmt::format("{} min", minutes);
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string number_of(std::int64_t count, const char* one, const char* several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

std::string megabytes(double bytes) {
  return fmt::format("{:.{}f} MB", bytes / 1e6, bytes < 1e7 ? 1 : 0);
}

/// Of one process in an epoch.
std::int64_t batches_of(const RunFilms& films, const Recipe& recipe, const Stage& stage,
                        const Computing& computing) {
  std::vector<std::int64_t> labels;
  for (const std::size_t film : films.split.train) {
    labels.push_back(std::max(films.manifest.films[film].class_index, 0));
  }
  const Dataset noted{{},
                      torch::tensor(labels),
                      torch::tensor(film_sources(films.manifest, films.split.train).of_films)};
  const auto order = training_order(noted, recipe.train, stage, 0);
  const auto own = share_of_batches(order, stage.batch, computing.rank, computing.ranks);
  return batch_count(own.size(), {.batch_size = stage.batch, .drop_incomplete = true});
}

std::string rates_of(const Stage& stage) {
  const RateSlice& rates = stage.max_learning_rate;
  return rates.low == rates.high ? fmt::format("{}", rates.high)
                                 : fmt::format("{} to {}", rates.low, rates.high);
}

/// Bytes of best.safetensors and of last.safetensors.
std::pair<double, double> weight_bytes(const Learner& learner) {
  double best = 0.0, last = 0.0;
  for (const auto& [name, tensor] : weights_of(*learner.classifier.module)) {
    best += static_cast<double>(tensor.nbytes());
  }
  last = best;
  for (const auto& [name, tensor] : learner.average.tensors) {
    last += static_cast<double>(tensor.nbytes());
  }
  for (const ParameterGroup& group : learner.optimizer.groups) {
    for (const auto* means : {&group.first, &group.second}) {
      for (const torch::Tensor& mean : *means) last += static_cast<double>(mean.nbytes());
    }
  }
  return {best, last};
}

/// Whether training records the stage's steps: as stage_training.cpp decides.
bool is_recorded(const RunFilms& films, const Recipe& recipe, const Stage& stage,
                 const Computing& computing, const TrainOptions& options) {
  const auto side = static_cast<std::size_t>(stage.size_pixels);
  const std::size_t bytes = sizeof(float) * films.split.train.size() * side * side;
  return !options.eager && can_be_recorded(computing.device, recipe.train) &&
         fit_on_gpu(bytes, free_bytes(computing.device));
}

double largest_memory_bytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

}  // namespace

Status say_stages(const Recipe& recipe, const RunFilms& films, Learner& learner,
                  const Computing& computing, const TrainOptions& options) {
  double total = 0.0, film_bytes = 0.0;
  int number = 0;
  for (const Stage& stage : scaled_stages(recipe, options.epochs_scale)) {
    const std::int64_t batches = batches_of(films, recipe, stage, computing);
    const std::int64_t steps =
        (batches + recipe.train.accumulate_batches - 1) / recipe.train.accumulate_batches;
    CHESTLENS_TRY(const auto seconds,
                  within_memory(workload_of(recipe, stage, computing.device), [&] {
                    return measure_stage(learner, recipe, stage, computing,
                                         is_recorded(films, recipe, stage, computing, options));
                  }));
    const double of_epoch =
        seconds.training * static_cast<double>(batches * stage.batch) +
        seconds.validation * static_cast<double>(films.split.validation.size()) / computing.ranks;
    total += of_epoch * stage.epochs;
    const double count =
        static_cast<double>(films.split.train.size() + films.split.validation.size());
    film_bytes = std::max(film_bytes, 4.0 * count * stage.size_pixels * stage.size_pixels);
    options.reporter.say(fmt::format(
        "stage {}: {} px{}, {} of {} ({} of {} films), learning rate up to {}; about {} "
        "an epoch",
        ++number, stage.size_pixels, stage.frozen ? ", body frozen" : "",
        number_of(stage.epochs, "epoch", "epochs"), number_of(steps, "step", "steps"),
        number_of(batches, "batch", "batches"), stage.batch, rates_of(stage), about(of_epoch)));
  }
  const auto [best, last] = weight_bytes(learner);
  options.reporter.say(fmt::format(
      "memory: about {} for the films of the largest stage (mapped from the film cache where there "
      "is one) and {} for the rest",
      megabytes(film_bytes),
      computing.device.is_cuda() ? "the GPU's" : megabytes(largest_memory_bytes())));
  options.reporter.say(fmt::format("disk: {} in the run's folder, and as much as {} for a moment",
                                   megabytes(best + last), megabytes(best + 2.0 * last)));
  options.reporter.say(fmt::format(
      "time: about {} in all, without preparing films; an estimate from a few batches of noise",
      about(total)));
  return {};
}

}  // namespace chestlens
