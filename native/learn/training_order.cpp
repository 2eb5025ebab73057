#include "learn/training_order.hpp"

#include "data/random.hpp"
#include "data/sampling.hpp"
#include "learn/training_seed.hpp"

#include <torch/torch.h>

namespace chestlens {

std::vector<std::size_t> training_order(const Dataset& films, const TrainRecipe& train,
                                        const Stage& stage, int epoch) {
  const auto count = static_cast<std::size_t>(films.labels.size(0));
  const std::uint64_t seed = training_seed(train.seed, TrainingDraw::order, epoch);
  const bool by_source =
      stage.retrain_last_layer ||
      (train.balanced_sampling && train.balanced_by == BalancedBy::classes_and_sources);
  if (!train.balanced_sampling && !by_source) return shuffled_indices(count, seed);
  torch::Tensor groups = films.labels.to(torch::kCPU);
  if (by_source) {
    const torch::Tensor sources = films.sources.to(torch::kCPU);
    groups = groups * (sources.max() + 1) + sources;
  }
  return balanced_indices({groups.data_ptr<std::int64_t>(), count}, seed);
}

}  // namespace chestlens
