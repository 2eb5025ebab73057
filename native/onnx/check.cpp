#include "onnx/check.hpp"

#include <onnx/checker.h>
#include <onnx/shape_inference/implementation.h>

#include <exception>

namespace chestlens {

Status check_model(const onnx::ModelProto& model) try {
  onnx::checker::check_model(model);
  onnx::ModelProto inferred = model;
  // The default options let a broken model pass: a wrong length of `strides`, for one.
  const onnx::ShapeInferenceOptions strict{/*check_type=*/true, /*strict_mode=*/1,
                                           /*data_prop=*/false};
  onnx::shape_inference::InferShapes(inferred, onnx::OpSchemaRegistry::Instance(), strict);
  return {};
} catch (const std::exception& error) {
  return fail(ErrorCode::mismatch, error.what(), "ONNX checker");
}

}  // namespace chestlens
