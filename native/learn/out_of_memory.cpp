#include "learn/out_of_memory.hpp"

#include <c10/util/Exception.h>
#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <string_view>

namespace chestlens {
namespace {

/// LibTorch's allocator for the CPU and CUDA's libraries have no exception of their own.
bool says_out_of_memory(std::string_view message) {
  for (const std::string_view words :
       {"not enough memory", "can't allocate memory", "out of memory", "ALLOC_FAILED"}) {
    if (message.find(words) != message.npos) return true;
  }
  return false;
}

std::string way_out(const Workload& workload) {
  if (!workload.trains) {
    return workload.device.is_cpu() ? "free memory that other programs hold"
                                    : "give --device cpu, or free memory that other programs hold";
  }
  const int half = workload.batch / 2;
  return workload.batch < 4
             ? std::string("train at a lower size_pixels")
             : fmt::format(
                   "take batch = {} for this stage (--set train.batch={}, or stage.N.batch); with "
                   "train.accumulate_batches=2 beside it, a step takes as many films as before",
                   half, half);
}

}  // namespace

Workload workload_of(const Recipe& recipe, const Stage& stage, c10::Device device) {
  return {recipe.network.name, stage.batch, stage.size_pixels, device};
}

std::optional<Error> out_of_memory(const Workload& workload, const std::exception& exception) {
  const bool is_typed = dynamic_cast<const c10::OutOfMemoryError*>(&exception) != nullptr ||
                        dynamic_cast<const std::bad_alloc*>(&exception) != nullptr;
  std::string message = exception.what();
  message.resize(std::min({message.size(), message.find('\n'), message.find(". If reserved")}));
  if (!is_typed && !says_out_of_memory(message)) return std::nullopt;
  return Error{.code = ErrorCode::too_large,
               .message = fmt::format(
                   "out of memory on {}: {} at {} px in batches of {} needs more than is free; {} "
                   "(LibTorch: {})",
                   workload.device.str(), workload.network, workload.size_pixels, workload.batch,
                   way_out(workload), message),
               .context = workload.trains ? "training" : "prediction"};
}

}  // namespace chestlens
