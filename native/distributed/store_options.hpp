#pragma once

#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <chrono>
#include <cstdint>

namespace chestlens {

/// Options of a store that waits for nobody. The server is the one that every LibTorch has: some
/// are built without libuv, which newer ones take by default. The timeout is rounded up to whole
/// seconds.
c10d::TCPStoreOptions store_options(std::uint16_t port, std::chrono::milliseconds timeout);

}  // namespace chestlens
