#pragma once

#include <onnxruntime_cxx_api.h>

namespace chestlens {

/// ONNX Runtime's environment, the only way to one: its own builds for Linux keep a number of the
/// machine in the user's folder and send Microsoft reports of use, unless the process's environment
/// forbids it before the first.
Ort::Env ort_environment(OrtLoggingLevel least_severity);

}  // namespace chestlens
