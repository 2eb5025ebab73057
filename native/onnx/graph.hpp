#pragma once

#include <onnx/onnx_pb.h>
#include <torch/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chestlens {

/// An ONNX graph in the making. Constants stay tensors, so that folding is arithmetic on them.
struct OnnxGraph {
  std::string input;
  std::vector<std::string> outputs;
  std::vector<onnx::NodeProto> nodes;                      // in order of execution
  std::map<std::string, torch::Tensor> constants;          // float32 or int64
  std::map<std::string, std::vector<std::int64_t>> sizes;  // of values, at the traced batch
  int next_number = 0;                                     // in the next node's name
};

struct Attribute {
  std::string_view name;
  std::variant<std::int64_t, float, std::vector<std::int64_t>> value;
};

/// Appends a node with one output and returns that output's name, "<op>_<number>".
std::string add_node(OnnxGraph& graph, std::string_view op, const std::vector<std::string>& inputs,
                     const std::vector<Attribute>& attributes = {});

/// Adds a constant and returns its name: `name`, or `name` and a number where that is taken by
/// other values.
std::string add_constant(OnnxGraph& graph, const std::string& name, torch::Tensor values);

/// Gives a value another name everywhere.
void rename_value(OnnxGraph& graph, const std::string& from, const std::string& to);

/// Drops constants that no node reads.
void drop_unused_constants(OnnxGraph& graph);

/// The attribute's integers (one for a single int); empty where the node has no such attribute.
std::vector<std::int64_t> integers(const onnx::NodeProto& node, std::string_view attribute);

/// The finished model: opset 13, IR version 7, a batch of any size "N" first in every shape.
onnx::ModelProto to_model(const OnnxGraph& graph);

}  // namespace chestlens
