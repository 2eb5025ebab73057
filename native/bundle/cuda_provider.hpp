#pragma once

#include <chestlens/error.hpp>

namespace Ort {
struct SessionOptions;
}

namespace chestlens {

/// Makes a session compute on the first GPU, in float32 all through. Errors: unsupported where this
/// ONNX Runtime has no CUDA, with the way out; Ort::Exception where CUDA's libraries do not load.
Status add_cuda(Ort::SessionOptions& options);

}  // namespace chestlens
