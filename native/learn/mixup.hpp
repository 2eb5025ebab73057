#pragma once

#include <torch/types.h>

#include <cstdint>

namespace chestlens {

/// Mixup (Zhang 2018) with a share drawn for each film, as fastai has it: the larger of l and 1 -
/// l, l from Beta(alpha, alpha), so that a film keeps at least half of itself and no pair comes
/// twice.
struct MixupDraw {
  torch::Tensor share;    // float32 [B] in [0.5,1], of the film itself
  torch::Tensor partner;  // int64 [B], a permutation of the batch
};

/// A draw that depends on the seed alone, on the CPU; alpha > 0.
MixupDraw draw_mixup(double alpha, std::int64_t films, std::uint64_t seed);

/// share * values + (1 - share) * values of the partner, for float values [B,...] on any device:
/// images, or targets, which mixes the loss in the same way, as it is linear in them.
torch::Tensor mix(const torch::Tensor& values, const MixupDraw& draw);

}  // namespace chestlens
