#pragma once

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <string>

namespace onnx {
class ModelProto;
}

namespace chestlens {

struct Classifier;

/// The classifier in eval mode as a checked ONNX model: `image` [N,1,size,size] in [0,1] to
/// the outputs of OnnxOutputs (bundle/runtime.hpp). It must be on the CPU in float32; it is left
/// as it was. float16 halves what float16 holds exactly: call round_to_float16 first. Errors:
/// invalid_argument, unsupported (an operator, by name), mismatch, runtime.
Result<onnx::ModelProto> export_model(const Classifier& classifier, int size_pixels,
                                      WeightStorage storage = WeightStorage::float32);

/// The model as the bytes of a .onnx file, the same bytes for the same model.
std::string serialize(const onnx::ModelProto& model);

}  // namespace chestlens
