#include "learn/loss.hpp"

#include <torch/torch.h>

namespace chestlens {
namespace {

torch::Tensor weighted(const torch::Tensor& targets, const torch::Tensor& class_weights) {
  return class_weights.defined() ? targets * class_weights : targets;
}

}  // namespace

torch::Tensor soft_targets(const torch::Tensor& labels, int classes, double smoothing) {
  const auto hard = torch::one_hot(labels, classes).to(torch::kFloat32);
  return smoothing == 0.0 ? hard : hard * (1.0 - smoothing) + smoothing / classes;
}

torch::Tensor cross_entropy_by_film(const torch::Tensor& logits, const torch::Tensor& targets,
                                    const torch::Tensor& class_weights) {
  return -(weighted(targets, class_weights) * logits.log_softmax(1)).sum(1);
}

torch::Tensor cross_entropy(const torch::Tensor& logits, const torch::Tensor& targets,
                            const torch::Tensor& class_weights) {
  return cross_entropy_by_film(logits, targets, class_weights).mean();
}

torch::Tensor focal_loss(const torch::Tensor& logits, const torch::Tensor& targets, double gamma,
                         const torch::Tensor& class_weights) {
  // The slope of (1 - p)^gamma is infinite at p = 1 for gamma < 1, where the loss is 0 anyway.
  constexpr double certain = 1e-7;
  const auto log_p = logits.log_softmax(1);
  const auto hard_to_tell = (1.0 - log_p.exp()).clamp_min(certain).pow(gamma);
  return -(weighted(targets, class_weights) * hard_to_tell * log_p).sum(1).mean();
}

torch::Tensor divergence(const torch::Tensor& logits, const torch::Tensor& targets) {
  return (torch::xlogy(targets, targets) - targets * logits.log_softmax(1)).sum(1).mean();
}

torch::Tensor masked_binary_cross_entropy(const torch::Tensor& logits,
                                          const torch::Tensor& targets) {
  const auto known = targets.isnan().logical_not();
  const auto losses = torch::binary_cross_entropy_with_logits(
      logits, torch::where(known, targets, torch::zeros_like(targets)), {}, {},
      torch::Reduction::None);
  return torch::where(known, losses, torch::zeros_like(losses)).sum() / known.sum().clamp_min(1);
}

}  // namespace chestlens
