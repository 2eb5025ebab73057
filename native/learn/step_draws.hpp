#pragma once

#include "learn/apply_augmentation.hpp"
#include "recipe/recipe.hpp"

#include <torch/types.h>

#include <cstdint>

namespace chestlens {

/// A batch's place in a run: what a step draws depends on it and the recipe's seed alone.
struct StepPlace {
  int epoch = 0;  // from 0, over all stages
  std::int64_t batch = 0;
  int rank = 0;
};

/// All that a step draws, in one buffer, so that one copy brings it to a GPU.
struct StepDraws {
  torch::Tensor bytes;  // uint8, of which the other tensors are views
  AugmentationNumbers augmentation;
  torch::Tensor partner;           // int64 [B], with which a film is mixed
  torch::Tensor box;               // int64 [B,4] of CutMix (cutmix.hpp); empty under mixup
  torch::Tensor image_share;       // float32 [B] of mixup (mixup.hpp); 1 under CutMix
  torch::Tensor target_share;      // float32 [B]
  std::uint64_t dropout_seed = 0;  // of torch's generators before the forward pass
};

/// What a step of films [B,1,S,S] of a stage draws, on the CPU; pinned for asynchronous copies.
StepDraws draw_step(const Recipe& recipe, const Stage& stage, const StepPlace& place,
                    at::IntArrayRef images, bool pinned = false);

/// A copy on a device: asynchronous where the bytes are pinned.
StepDraws to_device(const StepDraws& draws, c10::Device device);

/// Puts the values of other draws of the same size in the place of these, wherever they are.
void replace(StepDraws& draws, const StepDraws& values);

}  // namespace chestlens
