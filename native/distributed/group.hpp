#pragma once

#include "distributed/placement.hpp"

#include <chestlens/error.hpp>

#include <c10/core/Device.h>
#include <torch/types.h>

#include <functional>
#include <memory>
#include <string>

namespace chestlens {

/// The processes that train one network together, by torch.distributed's process groups: gloo for
/// tensors on the CPU, NCCL for those on a GPU where LibTorch has it. All ranks make the same calls
/// in the same order, from one thread at a time. Errors: runtime, where another rank has stopped.
class Group {
 public:
  virtual ~Group() = default;
  virtual const Placement& placement() const = 0;

  /// Starts to replace a contiguous tensor by its sum over the ranks; the returned call waits.
  virtual std::function<Status()> start_sum(const torch::Tensor& tensor) = 0;

  /// Replaces a contiguous tensor by rank 0's.
  virtual Status broadcast(const torch::Tensor& tensor) = 0;

  /// Waits for all ranks to be done; a rank that leaves without it is lost to the others.
  virtual Status leave() = 0;
};

/// A group of one: its sums and broadcasts change nothing.
std::shared_ptr<Group> solo_group();

struct GroupOptions {
  double join_seconds = 300.0;    // for all ranks to come
  double silence_seconds = 20.0;  // a rank that gives no sign of life for so long is lost

  /// Told after two seconds, and then every 30, which rank has not come and where it is waited for.
  std::function<void(const std::string&)> on_waiting = {};

  /// Called on a thread of its own when a rank fell silent (it hangs, its machine or the network is
  /// down). This rank may be waiting for it where nothing can wake it: end the process.
  std::function<void(const Error&)> on_lost = {};
};

/// Meets the others at rank 0's port. A rank whose process dies is noticed at the next exchange
/// with it. Errors: runtime naming the ranks that did not come; unsupported where LibTorch has no
/// gloo.
Result<std::unique_ptr<Group>> join_group(const Placement& placement, c10::Device device,
                                          GroupOptions options);

}  // namespace chestlens
