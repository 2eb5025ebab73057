#pragma once

#include "distributed/group.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>

#include <c10/core/Device.h>

#include <memory>

namespace chestlens {

/// Meets the processes that torchrun, mpirun or srun started beside this one; a group of one where
/// none of them did. CUDA's device becomes this rank's own GPU. Ends the process where another rank
/// falls silent, and notes whom it waits for meanwhile. Errors: those of placement_from and
/// join_group; not_found where the machine has fewer GPUs than ranks.
Result<std::shared_ptr<Group>> join_launched_ranks(c10::Device& device, const Reporter& reporter);

/// Silences all ranks but rank 0, which would print the same, for its lifetime; errors are printed
/// after it.
class QuietRank {
 public:
  explicit QuietRank(int rank);
  ~QuietRank();
  QuietRank(const QuietRank&) = delete;
  QuietRank& operator=(const QuietRank&) = delete;

 private:
  int output_ = -1;  // copies of the silenced descriptors
  int errors_ = -1;
};

}  // namespace chestlens
