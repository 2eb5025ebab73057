#include "onnx/read_graph.hpp"

#include "io/guarded.hpp"

#include <onnx/shape_inference/implementation.h>
#include <torch/torch.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>

namespace chestlens {
namespace {

constexpr std::int64_t traced_batch = 2;  // as lower_classifier's

Result<torch::Tensor> tensor_of(const onnx::TensorProto& proto) {
  const std::map<int, torch::ScalarType> types{{onnx::TensorProto::FLOAT, torch::kFloat32},
                                               {onnx::TensorProto::FLOAT16, torch::kHalf},
                                               {onnx::TensorProto::INT64, torch::kInt64}};
  const auto type = types.find(proto.data_type());
  if (type == types.end() || !proto.has_raw_data()) {
    return fail(ErrorCode::unsupported, "is a constant that ChestLens never writes", proto.name());
  }
  const std::vector<std::int64_t> sizes(proto.dims().begin(), proto.dims().end());
  auto tensor = torch::empty(sizes, type->second);
  if (tensor.nbytes() != proto.raw_data().size()) {
    return fail(ErrorCode::corrupt, "is a constant of another size than it says", proto.name());
  }
  std::copy_n(proto.raw_data().data(), tensor.nbytes(), static_cast<char*>(tensor.data_ptr()));
  return tensor;
}

/// The sizes of every value at the traced batch, as ONNX infers them.
std::map<std::string, std::vector<std::int64_t>> sizes_of(onnx::ModelProto model) {
  auto& graph = *model.mutable_graph();
  for (auto& input : *graph.mutable_input()) {
    input.mutable_type()->mutable_tensor_type()->mutable_shape()->mutable_dim(0)->set_dim_value(
        traced_batch);
  }
  for (auto& output : *graph.mutable_output()) {
    output.mutable_type()->mutable_tensor_type()->clear_shape();
  }
  graph.clear_value_info();
  onnx::shape_inference::InferShapes(model);
  std::map<std::string, std::vector<std::int64_t>> sizes;
  const auto take = [&sizes](const auto& values) {
    for (const auto& value : values) {
      const auto& shape = value.type().tensor_type().shape();
      for (const auto& dim : shape.dim()) sizes[value.name()].push_back(dim.dim_value());
    }
  };
  take(graph.input());
  take(graph.value_info());
  take(graph.output());
  return sizes;
}

/// The nodes that the outputs need, in their order.
std::vector<onnx::NodeProto> needed_nodes(const onnx::GraphProto& graph,
                                          const std::vector<std::string>& outputs) {
  std::set<std::string> wanted(outputs.begin(), outputs.end());
  std::vector<onnx::NodeProto> nodes;
  for (auto node = graph.node().rbegin(); node != graph.node().rend(); ++node) {
    if (node->output_size() != 1 || !wanted.contains(node->output(0))) continue;
    wanted.insert(node->input().begin(), node->input().end());
    nodes.push_back(*node);
  }
  std::reverse(nodes.begin(), nodes.end());
  return nodes;
}

/// The number in "<op>_<number>", -1 where there is none.
int number_of(const std::string& name) {
  int number = -1;
  const auto place = name.rfind('_');
  if (place != std::string::npos) {
    std::from_chars(name.data() + place + 1, name.data() + name.size(), number);
  }
  return number;
}

Result<OnnxGraph> read(const onnx::ModelProto& model, const std::vector<std::string>& outputs) {
  OnnxGraph graph;
  graph.input = model.graph().input(0).name();
  graph.outputs = outputs;
  graph.sizes = sizes_of(model);
  for (const auto& constant : model.graph().initializer()) {
    CHESTLENS_TRY(graph.constants[constant.name()], tensor_of(constant));
  }
  for (auto& node : needed_nodes(model.graph(), outputs)) {
    graph.next_number = std::max(graph.next_number, number_of(node.name()) + 1);
    const auto half = graph.constants.find(node.input(0));
    if (node.op_type() == "Cast" && half != graph.constants.end()) {
      graph.constants[node.output(0)] = half->second.to(torch::kFloat32);
      continue;
    }
    graph.nodes.push_back(std::move(node));
  }
  drop_unused_constants(graph);
  for (const auto& output : outputs) {
    if (graph.sizes.contains(output)) continue;
    return fail(ErrorCode::unsupported, "has no output of that name", output);
  }
  return graph;
}

}  // namespace

Result<OnnxGraph> read_graph(const onnx::ModelProto& model,
                             const std::vector<std::string>& outputs) {
  return guarded("ONNX model", [&] { return read(model, outputs); });
}

}  // namespace chestlens
