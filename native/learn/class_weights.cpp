#include "learn/class_weights.hpp"

#include <torch/torch.h>

namespace chestlens {

torch::Tensor class_weights(ClassWeights kind, const torch::Tensor& labels, int classes) {
  if (kind == ClassWeights::none) return {};
  const auto films = torch::bincount(labels, {}, classes).to(torch::kFloat64).clamp_min(1.0);
  auto weights = films.reciprocal();
  if (kind == ClassWeights::square_root) weights = weights.sqrt();
  const auto mean = (weights * films).sum() / films.sum();
  return (weights / mean).to(torch::kFloat32);
}

}  // namespace chestlens
