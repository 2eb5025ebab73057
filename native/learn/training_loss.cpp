#include "learn/training_loss.hpp"

#include "learn/apply_augmentation.hpp"
#include "learn/cutmix.hpp"
#include "learn/device.hpp"
#include "learn/loss.hpp"
#include "learn/mixup.hpp"
#include "learn/random_draws.hpp"
#include "learn/training_seed.hpp"

#include <torch/torch.h>

namespace chestlens {
namespace {

/// Under mixup and smoothing, for classes that exclude each other.
torch::Tensor soft_loss(const torch::Tensor& logits, const torch::Tensor& targets,
                        const TrainRecipe& train, const torch::Tensor& class_weights) {
  return train.loss == LossKind::focal
             ? focal_loss(logits, targets, train.focal_gamma, class_weights)
             : cross_entropy(logits, targets, class_weights);
}

/// Whether a batch is changed by CutMix: with mixup beside it, by chance, as timm has it.
bool uses_cutmix(const Stage& stage, std::uint64_t seed) {
  if (stage.cutmix_alpha == 0.0) return false;
  return stage.mixup_alpha == 0.0 || RandomDraws(seed, 1).chance(0.5).item<float>() > 0.0F;
}

torch::Tensor training_logits(const Classifier& classifier, const torch::Tensor& images,
                              const Computing& computing) {
  const AutocastGuard autocast(computing.device, computing.type);
  return forward(classifier, images).logits.to(torch::kFloat32);
}

}  // namespace

BatchLoss training_loss(const Classifier& classifier, const Batch& batch, const Recipe& recipe,
                        const Stage& stage, int epoch, const Computing& computing) {
  const TrainRecipe& train = recipe.train;
  const auto seed = [&](TrainingDraw draw) {
    return training_seed(train.seed, draw, epoch, batch.index, computing.rank);
  };
  const auto labels = batch.labels.to(computing.device, /*non_blocking=*/true);
  const bool multi_label = labels.dim() == 2;
  auto images = augment(batch.images.to(computing.device, /*non_blocking=*/true), recipe.augment,
                        seed(TrainingDraw::augmentation));
  auto targets =
      multi_label ? labels : soft_targets(labels, classifier.spec.classes, train.label_smoothing);
  if (uses_cutmix(stage, seed(TrainingDraw::mixup_or_cutmix))) {
    const CutmixDraw boxes =
        draw_cutmix(stage.cutmix_alpha, images.sizes(), seed(TrainingDraw::cutmix));
    images = paste(images, boxes);
    targets = mix(targets, boxes.pairs);
  } else if (stage.mixup_alpha > 0.0) {
    const MixupDraw pairs =
        draw_mixup(stage.mixup_alpha, labels.size(0), seed(TrainingDraw::mixup));
    images = mix(images, pairs);
    targets = mix(targets, pairs);
  }
  torch::manual_seed(seed(TrainingDraw::dropout));
  const auto logits = training_logits(classifier, images, computing);
  if (multi_label) {
    const auto loss = masked_binary_cross_entropy(logits, targets);
    return {loss, loss.detach()};
  }
  return {soft_loss(logits, targets, train, computing.class_weights),
          divergence(logits.detach(), targets)};
}

}  // namespace chestlens
