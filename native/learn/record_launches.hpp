#pragma once

#include <chestlens/error.hpp>

#include <c10/core/Device.h>

#include <functional>

namespace chestlens {

/// Runs a function three times on a GPU, so that its libraries have chosen their algorithms, then
/// records what it launches as one CUDA graph. Returns what launches it all again, on the same
/// memory; the graph's own memory stays taken until that is destroyed. The function must not wait
/// for the GPU. Errors: unsupported in a build without CUDA; runtime where it cannot be recorded.
Result<std::function<void()>> record_launches(const std::function<void()>& launch,
                                              c10::Device device);

/// Whether this build can record at all.
bool can_record_launches();

}  // namespace chestlens
