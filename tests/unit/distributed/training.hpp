#pragma once

#include "data/dataset.hpp"
#include "data/loader.hpp"
#include "data/random.hpp"
#include "distributed/gradients.hpp"
#include "distributed/share.hpp"
#include "distributed/synchronize.hpp"
#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "train/optimizer.hpp"

#include <torch/torch.h>

#include <functional>
#include <memory>

namespace chestlens::test {

constexpr int film_count = 72;
constexpr int global_batch = 12;
constexpr int steps = 20;

/// A network whose films do not depend on each other: no batch norm, no dropout.
inline Classifier make_independent_network(std::uint64_t seed) {
  torch::manual_seed(seed);
  namespace nn = torch::nn;
  auto body = std::make_shared<Chain>();
  body->push_back("conv0", nn::Conv2d(nn::Conv2dOptions(3, 6, 3).stride(2)));
  body->push_back("relu0", nn::ReLU());
  body->push_back("conv1", nn::Conv2d(nn::Conv2dOptions(6, 8, 3).stride(2)));
  body->push_back("relu1", nn::ReLU());
  auto head = std::make_shared<Chain>();
  head->push_back("flatten", nn::Flatten());
  head->push_back("linear", nn::Linear(8 * 3 * 3, 3));
  return assemble_classifier({.classes = 3}, body, head);
}

/// 20 steps of AdamW over several epochs, alone or as one rank; each rank takes its share of the
/// same global batches. `before_step` is told the number of each step.
inline Status train_steps(Classifier& network, Group* group,
                          const std::function<void(int)>& before_step = {}) {
  torch::manual_seed(11);
  const Dataset films{torch::rand({film_count, 1, 16, 16}), torch::arange(film_count) % 3};
  const int rank = group == nullptr ? 0 : group->placement().rank;
  const int ranks = group == nullptr ? 1 : group->placement().ranks;
  const int batch_size = global_batch / ranks;

  if (group != nullptr) {
    if (const Status status = broadcast_weights(*group, *network.module); !status) return status;
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
      if (averager) {
        if (const Status status = averager->finish(); !status) return status;
      }
      step(optimizer, {.rate_share = 1.0, .momentum = 0.9});
    }
  }
  return {};
}

}  // namespace chestlens::test
