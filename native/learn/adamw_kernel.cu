#include "learn/adamw_pieces.hpp"

#include <cuda_runtime.h>

namespace chestlens {
namespace {

constexpr unsigned threads_of_a_block = 256;

/// A block for each piece.
__global__ void adamw_kernel(const AdamwPiece* pieces, const AdamwStep* steps,
                             const AdamwSkips* skips) {
  adamw_part(pieces[blockIdx.x], steps, skips, threadIdx.x, blockDim.x);
}

}  // namespace

int launch_adamw(const AdamwPiece* pieces, std::int64_t count, const AdamwStep* steps,
                 const AdamwSkips* skips, void* stream) {
  if (count == 0) return 0;
  adamw_kernel<<<static_cast<unsigned>(count), threads_of_a_block, 0,
                 static_cast<cudaStream_t>(stream)>>>(pieces, steps, skips);
  return static_cast<int>(cudaGetLastError());
}

}  // namespace chestlens
