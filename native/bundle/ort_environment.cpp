#include "bundle/ort_environment.hpp"

#include <cstdlib>
#include <mutex>

namespace chestlens {

Ort::Env ort_environment(OrtLoggingLevel least_severity) {
  static std::once_flag is_forbidden;  // setenv must not run beside another thread's getenv
  std::call_once(is_forbidden, [] { ::setenv("ORT_DISABLE_TELEMETRY", "1", 1); });
  return Ort::Env(least_severity, "chestlens");
}

}  // namespace chestlens
