#include "distributed/group.hpp"

namespace chestlens {

Result<std::unique_ptr<Group>> join_group(const Placement& placement, c10::Device /*device*/,
                                          GroupOptions /*options*/) {
  return fail(ErrorCode::unsupported,
              "this program cannot train in several processes: it was built without "
              "torch.distributed's gloo (CMake said why); start one process",
              to_string(placement));
}

}  // namespace chestlens
