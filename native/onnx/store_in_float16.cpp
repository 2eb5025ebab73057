#include "onnx/store_in_float16.hpp"

#include <onnx/onnx_pb.h>
#include <torch/torch.h>

#include <algorithm>

namespace chestlens {
namespace {

constexpr std::int64_t fewest = 256;  // smaller ones are not worth a Cast

/// The values in float16, or an undefined tensor where one of them would change.
torch::Tensor halved(onnx::TensorProto& constant) {
  if (constant.data_type() != onnx::TensorProto::FLOAT) return {};
  auto& bytes = *constant.mutable_raw_data();
  const auto values = torch::from_blob(
      bytes.data(), {static_cast<std::int64_t>(bytes.size() / sizeof(float))}, torch::kFloat32);
  if (values.numel() < fewest) return {};
  const auto half = values.to(torch::kHalf);
  return torch::equal(half.to(torch::kFloat32), values) ? half : torch::Tensor();
}

onnx::NodeProto cast_to_float(const std::string& from, const std::string& to) {
  onnx::NodeProto node;
  node.set_op_type("Cast");
  node.set_name("Cast_" + to);
  node.add_input(from);
  node.add_output(to);
  auto& attribute = *node.add_attribute();
  attribute.set_name("to");
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(onnx::TensorProto::FLOAT);
  return node;
}

}  // namespace

void store_in_float16(onnx::ModelProto& model) {
  auto& graph = *model.mutable_graph();
  std::vector<onnx::NodeProto> nodes;
  for (auto& constant : *graph.mutable_initializer()) {
    const auto half = halved(constant);
    if (!half.defined()) continue;
    const auto name = constant.name();
    constant.set_name(name + "_half");
    constant.set_data_type(onnx::TensorProto::FLOAT16);
    constant.set_raw_data(half.data_ptr(), half.nbytes());
    nodes.push_back(cast_to_float(constant.name(), name));
  }
  nodes.insert(nodes.end(), graph.node().begin(), graph.node().end());
  graph.clear_node();
  for (auto& node : nodes) *graph.add_node() = std::move(node);
}

}  // namespace chestlens
