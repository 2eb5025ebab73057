#pragma once

#include <cstddef>
#include <functional>

namespace chestlens {

/// Calls work(0) .. work(count-1) on up to `threads` threads and returns when all are done. What a
/// call throws first is thrown here after the others ended.
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

}  // namespace chestlens
