#include "learn/record_launches.hpp"

namespace chestlens {

Result<std::function<void()>> record_launches(const std::function<void()>& /*launch*/,
                                              c10::Device /*device*/) {
  return fail(ErrorCode::unsupported, "this build has no CUDA", "CUDA graph");
}

bool can_record_launches() {
  return false;
}

}  // namespace chestlens
