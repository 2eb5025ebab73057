#pragma once

#include <torch/types.h>

#include <map>
#include <string>

namespace onnx {
class ModelProto;
}

namespace chestlens {

/// Every output of any model with the one input "image", by ONNX Runtime. Throws Ort::Exception.
/// `optimize` false runs the graph node for node, as it is written.
std::map<std::string, torch::Tensor> ort_run(const onnx::ModelProto& model,
                                             const torch::Tensor& image, bool optimize = true);

}  // namespace chestlens
