#pragma once

#include "distributed/group.hpp"

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace torch::autograd {
struct Node;
}

namespace chestlens {

/// When gradients are taken: while backward goes on, by hooks, or by finish(), which suits
/// gradients that a CUDA graph writes, where no hook is called.
enum class Taking : std::uint8_t { while_backward, at_the_end };

/// Averages gradients over the ranks while backward goes on (Li 2020, "PyTorch Distributed"): as
/// soon as the gradients of a bucket are there, its sum starts. Buckets hold the parameters from
/// last to first, the order in which backward comes by them, and start in that order on all ranks.
/// Hooks into the parameters while it lives; each backward() that is not deferred wants one
/// finish().
class GradientAverager {
 public:
  /// Parameters that require no gradient are passed over. All ranks give the same ones.
  GradientAverager(Group& group, const std::vector<torch::Tensor>& parameters,
                   std::int64_t bucket_bytes = std::int64_t{8} << 20,
                   Taking taking = Taking::while_backward);
  ~GradientAverager();
  GradientAverager(const GradientAverager&) = delete;
  GradientAverager& operator=(const GradientAverager&) = delete;

  /// Whether the next backward() only adds to the gradients, which a later one will average.
  void defer(bool deferred) { deferred_ = deferred; }

  /// After backward(): starts what is left, waits, and puts the means in the gradients' place.
  Status finish();

 private:
  struct Member;
  struct Bucket;

  void add(const torch::Tensor& parameter, std::int64_t bucket_bytes);
  void hook(std::size_t bucket, std::size_t member);
  void take_all();
  void take(std::size_t bucket, std::size_t member);
  void start_ready();

  Group& group_;
  const Taking taking_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Bucket>> buckets_;
  bool deferred_ = false;
  std::size_t started_ = 0;  // buckets whose sum is under way
};

}  // namespace chestlens
