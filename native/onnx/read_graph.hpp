#pragma once

#include "onnx/graph.hpp"

#include <chestlens/error.hpp>

#include <string>
#include <vector>

namespace chestlens {

/// The part of an exported model that computes `outputs`, as a graph that may be added to; weights
/// stored in float16 become float32 again. Errors: unsupported for what the export never writes.
Result<OnnxGraph> read_graph(const onnx::ModelProto& model,
                             const std::vector<std::string>& outputs);

}  // namespace chestlens
