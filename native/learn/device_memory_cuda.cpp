#include "learn/device_memory.hpp"

#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAGuard.h>
#include <cuda_runtime_api.h>

namespace chestlens {

std::optional<std::size_t> free_bytes(c10::Device device) {
  if (!device.is_cuda()) return std::nullopt;
  release_kept_memory(device);
  const c10::cuda::CUDAGuard guard(device);  // it reports on the current GPU
  std::size_t free = 0, total = 0;
  if (cudaMemGetInfo(&free, &total) != cudaSuccess) return std::nullopt;
  return free;
}

void release_kept_memory(c10::Device device) {
  if (!device.is_cuda()) return;
  const c10::cuda::CUDAGuard guard(device);
  c10::cuda::CUDACachingAllocator::emptyCache();
}

}  // namespace chestlens
