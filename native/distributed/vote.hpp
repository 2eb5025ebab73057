#pragma once

#include "distributed/group.hpp"

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <functional>

namespace chestlens {

/// What a rank would do before the next batch.
struct Wishes {
  bool stop = false;
  bool save = false;  // a checkpoint, to which every rank adds what it alone knows
};

/// Lets all ranks stop, or save, between the same two batches when any of them wants to (a signal
/// reaches them at different moments, their clocks differ). A vote is counted while the next batch
/// is computed, at no cost.
class Vote {
 public:
  explicit Vote(Group& group);
  ~Vote();
  Vote(const Vote&) = delete;
  Vote& operator=(const Vote&) = delete;

  /// Called by all ranks before each batch. What any of them wanted the time before; in a group of
  /// one, what it wants now.
  Result<Wishes> cast(Wishes own);

 private:
  Group& group_;
  torch::Tensor votes_;
  std::function<Status()> wait_;
};

}  // namespace chestlens
