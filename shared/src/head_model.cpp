#include "protobuf.hpp"
#include "protobuf_writer.hpp"

#include <chestlens/head_model.hpp>

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace chestlens {
namespace {

using Bytes = std::span<const std::byte>;

// The numbers of fields are onnx.proto's.
constexpr std::uint32_t model_graph = 7, model_opset = 8;
constexpr std::uint32_t graph_node = 1, graph_name = 2, graph_initializer = 5, graph_input = 11,
                        graph_output = 12;
constexpr std::uint32_t node_input = 1, node_output = 2;
constexpr std::uint32_t tensor_name = 8, value_name = 1;

struct Node {
  Bytes bytes;
  std::vector<std::string> inputs, outputs;
};

struct Graph {
  std::vector<Node> nodes;
  std::map<std::string, Bytes> weights;
  std::map<std::string, Bytes> outputs;  // ValueInfoProto
};

Result<std::string> text_of(Bytes message, std::uint32_t number) {
  std::string text;
  CHESTLENS_CHECK(visit_fields(message, [&](const ProtobufField& field) -> Status {
    if (field.number == number) text = field.text();
    return {};
  }));
  return text;
}

Result<Node> read_node(Bytes bytes) {
  Node node{bytes, {}, {}};
  CHESTLENS_CHECK(visit_fields(bytes, [&](const ProtobufField& field) -> Status {
    if (field.number == node_input) node.inputs.push_back(field.text());
    if (field.number == node_output) node.outputs.push_back(field.text());
    return {};
  }));
  return node;
}

Result<Graph> read_graph(Bytes bytes) {
  Graph graph;
  CHESTLENS_CHECK(visit_fields(bytes, [&](const ProtobufField& field) -> Status {
    if (field.number == graph_node) {
      CHESTLENS_TRY(auto node, read_node(field.bytes));
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

/// What lies between activations and logits, in the order of execution.
struct Head {
  std::vector<const Node*> nodes;
  std::vector<Bytes> weights;
};

Result<Head> head_of(const Graph& graph) {
  Head head;
  std::set<std::string> needed{"logits"};
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    bool is_needed = false;
    for (const std::string& output : node->outputs) {
      if (output != "activations") is_needed = needed.erase(output) > 0 || is_needed;
    }
    if (!is_needed) continue;
    head.nodes.insert(head.nodes.begin(), &*node);
    for (const std::string& input : node->inputs) {
      if (!input.empty()) needed.insert(input);  // "" is an input that is left out
    }
  }
  bool takes_activations = false;
  for (const std::string& name : needed) {
    const auto weight = graph.weights.find(name);
    if (weight != graph.weights.end()) {
      head.weights.push_back(weight->second);
    } else if (name == "activations") {
      takes_activations = true;
    } else {
      return fail(ErrorCode::unsupported,
                  fmt::format("the head takes \"{}\" beside the activations", name));
    }
  }
  if (takes_activations) return head;
  return fail(ErrorCode::unsupported, "the logits do not depend on the activations");
}

std::vector<std::byte> as_graph(const Graph& graph, const Head& head) {
  constexpr std::string_view name = "head";
  std::vector<std::byte> bytes;
  for (const Node* node : head.nodes) put_bytes(bytes, graph_node, node->bytes);
  put_bytes(bytes, graph_name, std::as_bytes(std::span(name)));
  for (const Bytes weight : head.weights) put_bytes(bytes, graph_initializer, weight);
  put_bytes(bytes, graph_input, graph.outputs.at("activations"));
  put_bytes(bytes, graph_output, graph.outputs.at("logits"));
  return bytes;
}

Result<std::vector<std::byte>> cut(Bytes model) {
  std::optional<Bytes> graph_bytes;
  bool has_opset = false;
  CHESTLENS_CHECK(visit_fields(model, [&](const ProtobufField& field) -> Status {
    if (field.number == model_graph) graph_bytes = field.bytes;
    if (field.number == model_opset) has_opset = true;
    return {};
  }));
  if (!graph_bytes || !has_opset) {
    return fail(ErrorCode::corrupt, "is no ONNX model: it has no graph or no opset");
  }
  CHESTLENS_TRY(const auto graph, read_graph(*graph_bytes));
  if (!graph.outputs.contains("activations") || !graph.outputs.contains("logits")) {
    return fail(ErrorCode::unsupported,
                "has no outputs \"activations\" and \"logits\": not a model that ChestLens "
                "exported");
  }
  CHESTLENS_TRY(const auto head, head_of(graph));
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
