#pragma once

#include "data/random.hpp"

#include <cstdint>

namespace chestlens {

/// What is drawn at random while a network trains.
enum class TrainingDraw : std::uint64_t {
  order = 1,
  augmentation = 2,
  dropout = 3,
  mixup = 4,
  cutmix = 5,
  mixup_or_cutmix = 6
};

/// The seed of a draw at its place in a run: an epoch (from 0, over all stages), a batch, a rank.
inline std::uint64_t training_seed(std::uint64_t seed, TrainingDraw draw, int epoch,
                                   std::int64_t batch = 0, int rank = 0) {
  return derive_seed(seed, {static_cast<std::uint64_t>(draw), static_cast<std::uint64_t>(epoch),
                            static_cast<std::uint64_t>(batch), static_cast<std::uint64_t>(rank)});
}

}  // namespace chestlens
