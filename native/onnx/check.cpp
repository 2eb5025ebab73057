#include "onnx/check.hpp"

#include "io/guarded.hpp"

#include <onnx/checker.h>
#include <onnx/shape_inference/implementation.h>

namespace chestlens {

Status check_model(const onnx::ModelProto& model) {
  const auto check = [&model]() -> Status {
    onnx::checker::check_model(model);
    onnx::ModelProto inferred = model;
    // The default options let a broken model pass: a wrong length of `strides`, for one.
    const onnx::ShapeInferenceOptions strict{/*check_type=*/true, /*strict_mode=*/1,
                                             /*data_prop=*/false};
    onnx::shape_inference::InferShapes(inferred, onnx::OpSchemaRegistry::Instance(), strict);
    return {};
  };
  return guarded("ONNX checker", check, ErrorCode::mismatch);
}

}  // namespace chestlens
