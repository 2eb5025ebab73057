#include "onnx_graph.hpp"
#include "protobuf.hpp"
#include "protobuf_writer.hpp"

#include <chestlens/head_model.hpp>

#include <fmt/format.h>

#include <string_view>

namespace chestlens {
namespace {

using Bytes = std::span<const std::byte>;

// The numbers of fields are onnx.proto's.
constexpr std::uint32_t model_graph = 7;
constexpr std::uint32_t graph_node = 1, graph_name = 2, graph_initializer = 5, graph_input = 11,
                        graph_output = 12;

/// Whether the part is made of weights and the activations alone.
Status check_head(const OnnxGraphView& graph, const OnnxPart& head) {
  for (const std::string& name : head.inputs) {
    if (name == "activations" || graph.weights.contains(name)) continue;
    return fail(ErrorCode::unsupported,
                fmt::format("the head takes \"{}\" beside the activations", name));
  }
  if (head.inputs.contains("activations")) return {};
  return fail(ErrorCode::unsupported, "the logits do not depend on the activations");
}

std::vector<std::byte> as_graph(const OnnxGraphView& graph, const OnnxPart& head) {
  constexpr std::string_view name = "head";
  std::vector<std::byte> bytes;
  for (const OnnxNodeView* node : head.nodes) put_bytes(bytes, graph_node, node->bytes);
  put_bytes(bytes, graph_name, std::as_bytes(std::span(name)));
  for (const std::string& input : head.inputs) {
    const auto weight = graph.weights.find(input);
    if (weight != graph.weights.end()) put_bytes(bytes, graph_initializer, weight->second);
  }
  put_bytes(bytes, graph_input, graph.outputs.at("activations"));
  put_bytes(bytes, graph_output, graph.outputs.at("logits"));
  return bytes;
}

Result<std::vector<std::byte>> cut(Bytes model) {
  CHESTLENS_TRY(const auto graph, view_onnx_graph(model));
  if (!graph.outputs.contains("activations") || !graph.outputs.contains("logits")) {
    return fail(ErrorCode::unsupported,
                "has no outputs \"activations\" and \"logits\": not a model that ChestLens "
                "exported");
  }
  const OnnxPart head = part_that_makes(graph, "logits", "activations");
  CHESTLENS_CHECK(check_head(graph, head));
  std::vector<std::byte> bytes;
  CHESTLENS_CHECK(visit_fields(model, [&](const ProtobufField& field) -> Status {
    if (field.number != model_graph) {
      put_field(bytes, field);
    } else {
      put_bytes(bytes, model_graph, as_graph(graph, head));
    }
    return {};
  }));
  return bytes;
}

}  // namespace

Result<std::vector<std::byte>> cut_head(Bytes model) {
  return with_context(cut(model), "the model's head");
}

}  // namespace chestlens
