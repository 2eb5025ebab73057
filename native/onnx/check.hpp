#pragma once

#include <chestlens/error.hpp>

namespace onnx {
class ModelProto;
}

namespace chestlens {

/// ONNX's own checker, then its shape inference in strict mode with types checked.
/// Errors: mismatch, with ONNX's message.
Status check_model(const onnx::ModelProto& model);

}  // namespace chestlens
