#include "onnx/graph.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <set>
#include <utility>

namespace chestlens {
namespace {

constexpr int opset_version = 13;
constexpr int ir_version = 7;  // of opset 13, ONNX 1.8

void set_value(onnx::AttributeProto& attribute, std::int64_t value) {
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(value);
}

void set_value(onnx::AttributeProto& attribute, float value) {
  attribute.set_type(onnx::AttributeProto::FLOAT);
  attribute.set_f(value);
}

void set_value(onnx::AttributeProto& attribute, const std::vector<std::int64_t>& values) {
  attribute.set_type(onnx::AttributeProto::INTS);
  for (const auto value : values) attribute.add_ints(value);
}

onnx::TensorProto to_proto(const std::string& name, const torch::Tensor& values) {
  onnx::TensorProto proto;
  proto.set_name(name);
  proto.set_data_type(values.scalar_type() == torch::kInt64 ? onnx::TensorProto::INT64
                                                            : onnx::TensorProto::FLOAT);
  for (const auto size : values.sizes()) proto.add_dims(size);
  proto.set_raw_data(values.data_ptr(), values.nbytes());
  return proto;
}

/// A float32 value whose first dimension is the batch.
void describe(onnx::ValueInfoProto& info, const std::string& name,
              const std::vector<std::int64_t>& sizes) {
  info.set_name(name);
  auto& type = *info.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  type.mutable_shape()->add_dim()->set_dim_param("N");
  for (std::size_t i = 1; i < sizes.size(); ++i) {
    type.mutable_shape()->add_dim()->set_dim_value(sizes[i]);
  }
}

}  // namespace

std::string add_node(OnnxGraph& graph, std::string_view op, const std::vector<std::string>& inputs,
                     const std::vector<Attribute>& attributes) {
  auto& node = graph.nodes.emplace_back();
  node.set_op_type(std::string(op));
  node.set_name(std::string(op) + "_" + std::to_string(graph.next_number++));
  for (const auto& input : inputs) node.add_input(input);
  node.add_output(node.name());
  for (const auto& [name, value] : attributes) {
    auto& attribute = *node.add_attribute();
    attribute.set_name(std::string(name));
    std::visit([&](const auto& v) { set_value(attribute, v); }, value);
  }
  return node.name();
}

std::string add_constant(OnnxGraph& graph, const std::string& name, torch::Tensor values) {
  values = values.contiguous();
  std::string free_name = name;
  for (int number = 2;; ++number) {
    const auto [place, added] = graph.constants.try_emplace(free_name, values);
    if (added || torch::equal(place->second, values)) return free_name;
    free_name = name + "_" + std::to_string(number);
  }
}

void rename_value(OnnxGraph& graph, const std::string& from, const std::string& to) {
  for (auto& node : graph.nodes) {
    for (auto& input : *node.mutable_input()) {
      if (input == from) input = to;
    }
    for (auto& output : *node.mutable_output()) {
      if (output == from) output = to;
    }
  }
  if (auto sizes = graph.sizes.extract(from)) {
    sizes.key() = to;
    graph.sizes.insert(std::move(sizes));
  }
}

void drop_unused_constants(OnnxGraph& graph) {
  std::set<std::string> used;
  for (const auto& node : graph.nodes) used.insert(node.input().begin(), node.input().end());
  std::erase_if(graph.constants, [&](const auto& entry) { return !used.contains(entry.first); });
}

std::vector<std::int64_t> integers(const onnx::NodeProto& node, std::string_view attribute) {
  for (const auto& entry : node.attribute()) {
    if (entry.name() != attribute) continue;
    if (entry.type() == onnx::AttributeProto::INT) return {entry.i()};
    return {entry.ints().begin(), entry.ints().end()};
  }
  return {};
}

onnx::ModelProto to_model(const OnnxGraph& graph) {
  onnx::ModelProto model;
  model.set_ir_version(ir_version);
  model.set_producer_name("chestlens");
  model.add_opset_import()->set_version(opset_version);
  auto& proto = *model.mutable_graph();
  proto.set_name("classifier");
  describe(*proto.add_input(), graph.input, graph.sizes.at(graph.input));
  for (const auto& name : graph.outputs) describe(*proto.add_output(), name, graph.sizes.at(name));
  for (const auto& node : graph.nodes) *proto.add_node() = node;
  for (const auto& [name, values] : graph.constants)
    *proto.add_initializer() = to_proto(name, values);
  return model;
}

}  // namespace chestlens
