#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

// A look into a model.onnx. Spans lie within its bytes; numbers of fields are onnx.proto's.

struct OnnxNodeView {
  std::span<const std::byte> bytes;  // NodeProto
  std::vector<std::string> inputs, outputs;
};

struct OnnxGraphView {
  std::vector<OnnxNodeView> nodes;                            // in the order of execution
  std::map<std::string, std::span<const std::byte>> weights;  // TensorProto
  std::map<std::string, std::span<const std::byte>> outputs;  // ValueInfoProto
};

/// Errors: corrupt for bytes that are no ONNX model.
Result<OnnxGraphView> view_onnx_graph(std::span<const std::byte> model);

/// What makes one value of others.
struct OnnxPart {
  std::vector<const OnnxNodeView*> nodes;  // in the order of execution
  std::set<std::string> inputs;            // weights, and values that come from outside
};

/// The part that makes `value`; `begin` counts as outside (empty: nothing does).
OnnxPart part_that_makes(const OnnxGraphView& graph, std::string_view value,
                         std::string_view begin);

}  // namespace chestlens
