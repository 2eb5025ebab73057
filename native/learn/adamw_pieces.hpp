#pragma once

#include "learn/adamw_element.hpp"

#include <cstdint>

namespace chestlens {

/// A stretch of a parameter, its gradient and its running means, and the numbers of its group.
struct AdamwPiece {
  float* parameter = nullptr;
  const float* gradient = nullptr;
  float* first = nullptr;
  float* second = nullptr;
  std::int64_t count = 0;
  std::int64_t group = 0;
};

constexpr std::int64_t longest_adamw_piece = 16'384;

/// What a loss scale makes of a step: whether it is skipped, and by what both bias corrections,
/// which count the steps skipped before it as taken, are to be multiplied.
struct AdamwSkips {
  float is_skipped = 0.0F;  // or 1
  float rate_factor = 1.0F, second_scale_factor = 1.0F;
};

/// The part of a piece that one of `threads` threads has. `skips`: null without a loss scale.
CHESTLENS_EVERYWHERE void adamw_part(const AdamwPiece& piece, const AdamwStep* steps,
                                     const AdamwSkips* skips, std::int64_t thread,
                                     std::int64_t threads) {
  AdamwStep step = steps[piece.group];
  if (skips != nullptr) {
    if (skips->is_skipped != 0.0F) return;
    step.rate *= skips->rate_factor;
    step.second_scale *= skips->second_scale_factor;
  }
  for (std::int64_t i = thread; i < piece.count; i += threads) {
    adamw_element(step, piece.gradient[i], piece.parameter[i], piece.first[i], piece.second[i]);
  }
}

/// One kernel for all pieces, on a stream (cudaStream_t) of the current GPU, in whose memory
/// `pieces`, the groups' `steps` and `skips` lie. Returns CUDA's error, 0 for none.
int launch_adamw(const AdamwPiece* pieces, std::int64_t count, const AdamwStep* steps,
                 const AdamwSkips* skips, void* stream);

}  // namespace chestlens
