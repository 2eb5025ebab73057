#pragma once

#include <c10/core/Device.h>

#include <cstddef>
#include <optional>

namespace chestlens {

/// Free memory of a GPU in bytes, without what LibTorch keeps there for later; nothing for the CPU.
std::optional<std::size_t> free_bytes(c10::Device device);

/// Gives back what LibTorch keeps of a GPU's memory for tensors of sizes to come: those of the next
/// stage are others. No effect on the CPU.
void release_kept_memory(c10::Device device);

}  // namespace chestlens
