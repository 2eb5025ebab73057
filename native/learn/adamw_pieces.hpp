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

/// The part of a piece that one of `threads` threads has.
CHESTLENS_EVERYWHERE void adamw_part(const AdamwPiece& piece, const AdamwStep* steps,
                                     std::int64_t thread, std::int64_t threads) {
  const AdamwStep step = steps[piece.group];
  for (std::int64_t i = thread; i < piece.count; i += threads) {
    adamw_element(step, piece.gradient[i], piece.parameter[i], piece.first[i], piece.second[i]);
  }
}

/// One kernel for all pieces, on a stream (cudaStream_t) of the current GPU, in whose memory
/// `pieces` and the groups' `steps` lie. Returns CUDA's error, 0 for none.
int launch_adamw(const AdamwPiece* pieces, std::int64_t count, const AdamwStep* steps,
                 void* stream);

}  // namespace chestlens
