#pragma once

#include <cstdint>
#include <string_view>

namespace chestlens {

/// What ONNX Runtime computes on.
enum class Device : std::uint8_t { cpu, cuda };

std::string_view to_string(Device device);

/// Whether the ONNX Runtime at hand has CUDA, as its GPU builds do; a GPU is not looked for.
bool has_cuda_provider();

}  // namespace chestlens
