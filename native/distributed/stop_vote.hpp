#pragma once

#include "distributed/group.hpp"

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <functional>

namespace chestlens {

/// Lets all ranks stop between the same two batches when any of them was asked to (a signal reaches
/// them at different moments). A vote is counted while the next batch is computed, at no cost.
class StopVote {
 public:
  explicit StopVote(Group& group);
  ~StopVote();
  StopVote(const StopVote&) = delete;
  StopVote& operator=(const StopVote&) = delete;

  /// Called by all ranks before each batch. Whether any of them wanted to stop the time before; in
  /// a group of one, whether it wants to now.
  Result<bool> cast(bool wants_to_stop);

 private:
  Group& group_;
  torch::Tensor votes_;
  std::function<Status()> wait_;
};

}  // namespace chestlens
