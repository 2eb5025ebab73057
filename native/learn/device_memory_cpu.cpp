// In the place of device_memory_cuda.cpp where LibTorch is built for the CPU alone.
#include "learn/device_memory.hpp"

namespace chestlens {

std::optional<std::size_t> free_bytes(c10::Device) {
  return std::nullopt;
}

void release_kept_memory(c10::Device) {}

}  // namespace chestlens
