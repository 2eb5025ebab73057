#include "distributed/c10d_backend.hpp"

namespace chestlens {

c10::intrusive_ptr<C10dBackend> connect_nccl(const C10dStore& /*store*/, int /*rank*/,
                                             int /*ranks*/, std::chrono::milliseconds /*timeout*/) {
  return {};
}

void close_nccl(C10dBackend& /*backend*/) {}

}  // namespace chestlens
