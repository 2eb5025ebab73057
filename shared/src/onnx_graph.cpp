#include "onnx_graph.hpp"

#include "protobuf.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::uint32_t model_graph = 7, model_opset = 8;
constexpr std::uint32_t graph_node = 1, graph_initializer = 5, graph_output = 12;
constexpr std::uint32_t node_input = 1, node_output = 2;
constexpr std::uint32_t tensor_name = 8, value_name = 1;

Result<std::string> text_of(Bytes message, std::uint32_t number) {
  std::string text;
  CHESTLENS_CHECK(visit_fields(message, [&](const ProtobufField& field) -> Status {
    if (field.number == number) text = field.text();
    return {};
  }));
  return text;
}

Result<OnnxNodeView> view_node(Bytes bytes) {
  OnnxNodeView node{bytes, {}, {}};
  CHESTLENS_CHECK(visit_fields(bytes, [&](const ProtobufField& field) -> Status {
    if (field.number == node_input) node.inputs.push_back(field.text());
    if (field.number == node_output) node.outputs.push_back(field.text());
    return {};
  }));
  return node;
}

Result<OnnxGraphView> view_graph(Bytes bytes) {
  OnnxGraphView graph;
  CHESTLENS_CHECK(visit_fields(bytes, [&](const ProtobufField& field) -> Status {
    if (field.number == graph_node) {
      CHESTLENS_TRY(auto node, view_node(field.bytes));
      graph.nodes.push_back(std::move(node));
    } else if (field.number == graph_initializer) {
      CHESTLENS_TRY(const auto name, text_of(field.bytes, tensor_name));
      graph.weights[name] = field.bytes;
    } else if (field.number == graph_output) {
      CHESTLENS_TRY(const auto name, text_of(field.bytes, value_name));
      graph.outputs[name] = field.bytes;
    }
    return {};
  }));
  return graph;
}

}  // namespace

Result<OnnxGraphView> view_onnx_graph(Bytes model) {
  std::optional<Bytes> graph;
  bool has_opset = false;
  CHESTLENS_CHECK(visit_fields(model, [&](const ProtobufField& field) -> Status {
    if (field.number == model_graph) graph = field.bytes;
    if (field.number == model_opset) has_opset = true;
    return {};
  }));
  if (graph && has_opset) return view_graph(*graph);
  return fail(ErrorCode::corrupt, "is no ONNX model: it has no graph or no opset");
}

OnnxPart part_that_makes(const OnnxGraphView& graph, std::string_view value,
                         std::string_view begin) {
  OnnxPart part{{}, {std::string(value)}};
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    bool is_needed = false;
    for (const std::string& output : node->outputs) {
      if (output != begin) is_needed = part.inputs.erase(output) > 0 || is_needed;
    }
    if (!is_needed) continue;
    part.nodes.push_back(&*node);
    for (const std::string& input : node->inputs) {
      if (!input.empty()) part.inputs.insert(input);  // "" is an input that is left out
    }
  }
  std::ranges::reverse(part.nodes);
  return part;
}

}  // namespace chestlens
