#include "learn/adamw_gpu.hpp"

#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <torch/torch.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace chestlens {
namespace {

/// An asynchronous copy by way of pinned memory, which is not used again before it is done.
template <typename T>
torch::Tensor on_gpu(const std::vector<T>& values, c10::Device device) {
  const auto bytes = static_cast<std::int64_t>(values.size() * sizeof(T));
  const auto pinned =
      torch::empty({bytes}, torch::TensorOptions().dtype(torch::kUInt8).pinned_memory(true));
  std::memcpy(pinned.data_ptr(), values.data(), static_cast<std::size_t>(bytes));
  return pinned.to(device, /*non_blocking=*/true);
}

bool is_same(const AdamwPiece& one, const AdamwPiece& other) {
  return one.parameter == other.parameter && one.gradient == other.gradient &&
         one.first == other.first && one.second == other.second && one.count == other.count &&
         one.group == other.group;
}

}  // namespace

bool has_adamw_kernel() {
  return true;
}

void adamw_on_gpu(AdamwTable& table, std::vector<AdamwPiece> pieces,
                  const std::vector<AdamwStep>& groups, const torch::Tensor& skips,
                  c10::Device device) {
  const c10::cuda::OptionalCUDAGuard guard(device);
  if (!table.on_gpu.defined() || !std::ranges::equal(table.pieces, pieces, is_same)) {
    table.pieces = std::move(pieces);
    table.on_gpu = on_gpu(table.pieces, device);
  }
  const torch::Tensor steps = on_gpu(groups, device);
  const void* const skips_there = skips.defined() ? skips.data_ptr() : nullptr;
  const int error = launch_adamw(static_cast<const AdamwPiece*>(table.on_gpu.data_ptr()),
                                 static_cast<std::int64_t>(table.pieces.size()),
                                 static_cast<const AdamwStep*>(steps.data_ptr()),
                                 static_cast<const AdamwSkips*>(skips_there),
                                 c10::cuda::getCurrentCUDAStream(device.index()).stream());
  C10_CUDA_CHECK(static_cast<cudaError_t>(error));
}

}  // namespace chestlens
