#include "learn/training_order.hpp"

#include "data/random.hpp"
#include "data/sampling.hpp"
#include "learn/training_seed.hpp"

#include <torch/torch.h>

namespace chestlens {

std::vector<std::size_t> training_order(const torch::Tensor& labels, const TrainRecipe& train,
                                        int epoch) {
  const auto films = static_cast<std::size_t>(labels.size(0));
  const std::uint64_t seed = training_seed(train.seed, TrainingDraw::order, epoch);
  if (!train.balanced_sampling) return shuffled_indices(films, seed);
  const torch::Tensor classes = labels.to(torch::kCPU);
  return balanced_indices({classes.data_ptr<std::int64_t>(), films}, seed);
}

}  // namespace chestlens
