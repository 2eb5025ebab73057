#pragma once

#include "data/dataset.hpp"
#include "data/loader.hpp"
#include "data/random.hpp"
#include "distributed/gradients.hpp"
#include "distributed/share.hpp"
#include "distributed/synchronize.hpp"
#include "learn/optimizer.hpp"
#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "support/tiny_network.hpp"
#include "train/trainer.hpp"

#include <torch/torch.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace chestlens::test {

constexpr int film_count = 72;
constexpr int global_batch = 12;
constexpr int steps = 20;

/// A network whose films, of `side` pixels, do not depend on each other: no batch norm, no dropout.
inline Classifier make_independent_network(std::uint64_t seed, int side = 16) {
  torch::manual_seed(seed);
  namespace nn = torch::nn;
  auto body = std::make_shared<Chain>();
  body->push_back("conv0", nn::Conv2d(nn::Conv2dOptions(3, 6, 3).stride(2)));
  body->push_back("relu0", nn::ReLU());
  body->push_back("conv1", nn::Conv2d(nn::Conv2dOptions(6, 8, 3).stride(2)));
  body->push_back("relu1", nn::ReLU());
  auto head = std::make_shared<Chain>();
  head->push_back("flatten", nn::Flatten());
  const int cells = ((side - 1) / 2 - 1) / 2;
  head->push_back("linear", nn::Linear(8 * cells * cells, 3));
  return assemble_classifier({.classes = 3}, body, head);
}

/// 20 steps of AdamW over several epochs, alone or as one rank; each rank takes its share of the
/// same global batches. `before_step` is called with the number of each step.
inline Status train_steps(Classifier& network, Group* group,
                          const std::function<void(int)>& before_step = {}) {
  torch::manual_seed(11);
  const Dataset films{torch::rand({film_count, 1, 16, 16}), torch::arange(film_count) % 3};
  const int rank = group == nullptr ? 0 : group->placement().rank;
  const int ranks = group == nullptr ? 1 : group->placement().ranks;
  const int batch_size = global_batch / ranks;

  if (group != nullptr) {
    CHESTLENS_CHECK(broadcast_weights(*group, *network.module));
  }
  Optimizer optimizer = make_optimizer(network, OptimizerKind::adamw, 0.01);
  set_rates(optimizer, {.low = 1e-2, .high = 1e-2});
  std::unique_ptr<GradientAverager> averager;
  if (group != nullptr) {
    averager = std::make_unique<GradientAverager>(*group, network.module->parameters(), 1 << 10);
  }
  for (int step_number = 0; step_number < steps;) {
    const auto order = shuffled_indices(film_count, static_cast<std::uint64_t>(step_number));
    Loader loader(films, share_of_batches(order, batch_size, rank, ranks),
                  {.batch_size = batch_size, .drop_incomplete = true});
    for (auto batch = loader.next(); batch && step_number < steps; batch = loader.next()) {
      if (before_step) before_step(step_number);
      ++step_number;
      zero_gradients(optimizer);
      torch::nn::functional::cross_entropy(forward(network, batch->images).logits, batch->labels)
          .backward();
      if (averager) CHESTLENS_CHECK(averager->finish());
      step(optimizer, {.rate_share = 1.0, .momentum = 0.9});
    }
  }
  return {};
}

/// The trainer itself, by a recipe of 24 steps in which a film's part in its batch does not depend
/// on the rank that it falls to.
inline Status train_by_recipe(const std::filesystem::path& data, const std::filesystem::path& run,
                              int batch, std::shared_ptr<Group> group) {
  CHESTLENS_TRY(
      const auto recipe,
      parse_recipe(
          "name = \"ranks\"\n[data]\nvalidation_fraction = 0.25\n[train]\nprecision = \"fp32\"\n"
          "batch = " +
              std::to_string(batch) +
              "\n[augment]\nflip = 0.0\nrotate_degrees = 0.0\nshift = 0.0\nzoom = 1.0\n"
              "brightness = 0.0\ncontrast = 0.0\n[[stage]]\nsize_pixels = 32\nepochs = 8\n"
              "max_learning_rate = 1e-2\n",
          "ranks.toml"));
  TrainOptions options;
  options.data_folder = data;
  options.run_folder = run;
  options.make_network = [](const NetworkSpec& spec) -> Result<Classifier> {
    return make_independent_network(7, spec.size_pixels);
  };
  options.group = std::move(group);
  CHESTLENS_CHECK(train(recipe, options));
  return {};
}

/// The trainer by a recipe with all that has a state to lose within an epoch: norms, dropout,
/// augmentation, mixup, balanced draws, averaged weights. A checkpoint is due after every batch.
inline Status go_on_training(const std::filesystem::path& data, const std::filesystem::path& run,
                             std::shared_ptr<Group> group, std::function<bool()> stops) {
  CHESTLENS_TRY(
      const auto recipe,
      parse_recipe("name = \"ranks\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 4\n"
                   "precision = \"fp32\"\nema_decay = 0.95\nbalanced_sampling = true\n[augment]\n"
                   "flip = 0.5\nrotate_degrees = 10.0\n[[stage]]\nsize_pixels = 32\nepochs = 3\n"
                   "max_learning_rate = 1e-2\nmixup_alpha = 0.4\n",
                   "ranks.toml"));
  TrainOptions options;
  options.data_folder = data;
  options.run_folder = run;
  options.resume = true;
  options.checkpoint_minutes = 0.0;
  options.stop_requested = std::move(stops);
  options.make_network = make_tiny_network;
  options.group = std::move(group);
  CHESTLENS_CHECK(train(recipe, options));
  return {};
}

}  // namespace chestlens::test
