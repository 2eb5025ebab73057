#include "distributed/c10d_backend.hpp"

#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

namespace chestlens {

c10::intrusive_ptr<C10dBackend> connect_nccl(const C10dStore& store, int rank, int ranks,
                                             std::chrono::milliseconds timeout) {
  const auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = timeout;
  return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, ranks, options);
}

}  // namespace chestlens
