#pragma once

#include <torch/csrc/distributed/c10d/Store.hpp>
#include <torch/version.h>
#if TORCH_VERSION_MAJOR >= 2
#include <torch/csrc/distributed/c10d/Backend.hpp>
#else
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#endif

#include <chrono>
#include <string>

namespace chestlens {

/// LibTorch 2.0 parted c10d's backends from ProcessGroup.
#if TORCH_VERSION_MAJOR >= 2
using C10dBackend = c10d::Backend;
#else
using C10dBackend = c10d::ProcessGroup;
#endif
using C10dStore = c10::intrusive_ptr<c10d::Store>;

/// Connects the ranks by gloo. Throws.
c10::intrusive_ptr<C10dBackend> connect_gloo(const C10dStore& store, int rank, int ranks,
                                             const std::string& host, const std::string& interface,
                                             std::chrono::milliseconds timeout);

/// The same by NCCL, on the current CUDA device; null where LibTorch lacks it. Throws.
c10::intrusive_ptr<C10dBackend> connect_nccl(const C10dStore& store, int rank, int ranks,
                                             std::chrono::milliseconds timeout);

/// Ends what connect_nccl connected, once every rank has done with it. Throws.
void close_nccl(C10dBackend& backend);

}  // namespace chestlens
