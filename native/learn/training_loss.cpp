#include "learn/training_loss.hpp"

#include "learn/cutmix.hpp"
#include "learn/device.hpp"
#include "learn/group_dro.hpp"
#include "learn/loss.hpp"
#include "learn/mixup.hpp"

#include <torch/torch.h>

namespace chestlens {
namespace {

/// A batch's logits [B,C] and targets of classes that exclude each other, under mixup and
/// smoothing.
torch::Tensor soft_loss(const torch::Tensor& logits, const torch::Tensor& targets,
                        const Batch& batch, const TrainRecipe& train, const Stage& stage,
                        const Computing& computing) {
  // A last layer that is learned again sees groups equally often: they need no weights.
  if (stage.retrain_last_layer) return cross_entropy(logits, targets);
  if (train.loss == LossKind::group_dro) {
    const std::int64_t sources = computing.groups.shares.size(0) / logits.size(1);
    return group_dro_loss(cross_entropy_by_film(logits, targets),
                          batch.labels * sources + batch.sources, computing.groups.shares,
                          train.group_dro_rate);
  }
  return train.loss == LossKind::focal
             ? focal_loss(logits, targets, train.focal_gamma, computing.class_weights)
             : cross_entropy(logits, targets, computing.class_weights);
}

/// Where a stage has mixup and CutMix, both are computed; each leaves a batch of the other's alone.
torch::Tensor mixed_images(const torch::Tensor& images, const StepDraws& draws,
                           const Stage& stage) {
  torch::Tensor mixed = images;
  if (stage.mixup_alpha > 0.0) mixed = mix(mixed, {draws.image_share, draws.partner});
  if (stage.cutmix_alpha > 0.0) {
    mixed = paste(mixed, {{draws.target_share, draws.partner}, draws.box});
  }
  return mixed;
}

torch::Tensor mixed_targets(const torch::Tensor& targets, const StepDraws& draws,
                            const Stage& stage) {
  const bool mixes = stage.mixup_alpha > 0.0 || stage.cutmix_alpha > 0.0;
  return mixes ? mix(targets, {draws.target_share, draws.partner}) : targets;
}

/// Logits and features in float32.
Outputs training_outputs(const Classifier& classifier, const torch::Tensor& images,
                         const Computing& computing) {
  const AutocastGuard autocast(computing.device, computing.type);
  const Outputs outputs = forward(classifier, images);
  return {outputs.logits.to(torch::kFloat32), outputs.features.to(torch::kFloat32), {}};
}

}  // namespace

BatchLoss training_loss(const Classifier& classifier, const Batch& batch, const StepDraws& draws,
                        const Recipe& recipe, const Stage& stage, const Computing& computing) {
  const TrainRecipe& train = recipe.train;
  const bool multi_label = batch.labels.dim() == 2;
  const auto images = mixed_images(
      apply_augmentation(batch.images, draws.augmentation, parts_of(recipe.augment)), draws, stage);
  const auto targets = mixed_targets(
      multi_label ? batch.labels
                  : soft_targets(batch.labels, classifier.spec.classes, train.label_smoothing),
      draws, stage);
  const auto outputs = training_outputs(classifier, images, computing);
  const torch::Tensor& logits = outputs.logits;
  if (multi_label) {
    const auto loss = masked_binary_cross_entropy(logits, targets);
    return {loss, loss.detach()};
  }
  torch::Tensor minimised = soft_loss(logits, targets, batch, train, stage, computing);
  if (train.source_adversary > 0.0 && !stage.retrain_last_layer) {
    minimised =
        minimised + source_adversary_loss(computing.groups.source_head, outputs.features,
                                          batch.labels, batch.sources, train.source_adversary);
  }
  return {minimised, divergence(logits.detach(), targets)};
}

BatchLoss training_loss_anywhere(const Classifier& classifier, const Batch& batch,
                                 const StepDraws& draws, const Recipe& recipe, const Stage& stage,
                                 const Computing& computing) {
  const Batch there{batch.images.to(computing.device, /*non_blocking=*/true),
                    batch.labels.to(computing.device, /*non_blocking=*/true), batch.index,
                    batch.sources.defined()
                        ? batch.sources.to(computing.device, /*non_blocking=*/true)
                        : torch::Tensor()};
  torch::manual_seed(draws.dropout_seed);
  return training_loss(classifier, there, to_device(draws, computing.device), recipe, stage,
                       computing);
}

BatchLoss training_loss(const Classifier& classifier, const Batch& batch, const Recipe& recipe,
                        const Stage& stage, int epoch, const Computing& computing) {
  const StepDraws draws = draw_step(recipe, stage, {epoch, batch.index, computing.rank},
                                    batch.images.sizes(), computing.device.is_cuda());
  return training_loss_anywhere(classifier, batch, draws, recipe, stage, computing);
}

}  // namespace chestlens
