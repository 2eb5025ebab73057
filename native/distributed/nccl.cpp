#include "distributed/c10d_backend.hpp"

#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

#include <cstdlib>

namespace chestlens {

c10::intrusive_ptr<C10dBackend> connect_nccl(const C10dStore& store, int rank, int ranks,
                                             std::chrono::milliseconds timeout) {
  // Its watchdog would end the process where a rank is lost; Heartbeat does, and says why.
  setenv("TORCH_NCCL_ASYNC_ERROR_HANDLING", "0", /*overwrite=*/0);
  const auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = timeout;
  return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, ranks, options);
}

void close_nccl(C10dBackend& backend) {
  dynamic_cast<c10d::ProcessGroupNCCL&>(backend).shutdown();
}

}  // namespace chestlens
