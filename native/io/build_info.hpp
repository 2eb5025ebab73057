#pragma once

#include <string>

namespace chestlens {

/// What this program was built of. No date and no path: equal sources give equal programs.
struct BuildInfo {
  std::string version;   // e.g. "0.1.0"
  std::string commit;    // 12 digits, "-dirty" where sources were changed since; or "unknown"
  std::string compiler;  // e.g. "GNU 12.2.0, Release"
  std::string libtorch;  // version
  std::string opencv;    // version
  std::string cuda;      // version, e.g. "13.2", or "not built in"
  std::string nccl;      // likewise, of training on several GPUs
};

BuildInfo build_info();

}  // namespace chestlens
