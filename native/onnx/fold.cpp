#include "onnx/fold.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <optional>

namespace chestlens {
namespace {

double epsilon_of(const onnx::NodeProto& norm) {
  for (const auto& attribute : norm.attribute()) {
    if (attribute.name() == "epsilon") return attribute.f();
  }
  return 0.0;
}

Affine affine_of(const OnnxGraph& graph, const onnx::NodeProto& norm) {
  const auto value = [&](int i) { return graph.constants.at(norm.input(i)); };
  return affine(value(1), value(2), value(3), value(4), epsilon_of(norm));
}

/// The layer that alone feeds `norm` and feeds nothing else.
std::optional<std::size_t> foldable_layer(const OnnxGraph& graph, const onnx::NodeProto& norm) {
  const auto& value = norm.input(0);
  const auto is_output = std::find(graph.outputs.begin(), graph.outputs.end(), value);
  if (is_output != graph.outputs.end()) return std::nullopt;
  std::optional<std::size_t> layer;
  int readers = 0;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto& node = graph.nodes[i];
    readers += static_cast<int>(std::count(node.input().begin(), node.input().end(), value));
    if (node.output(0) == value && (node.op_type() == "Conv" || node.op_type() == "Gemm"))
      layer = i;
  }
  return readers == 1 ? layer : std::nullopt;
}

/// W' = scale * W by output channel, b' = scale * b + shift; both have the outputs first.
void fold_into(OnnxGraph& graph, onnx::NodeProto& layer, const Affine& norm) {
  const auto& weight_name = layer.input(1);
  const auto weight = graph.constants.at(weight_name).to(torch::kFloat64);
  std::vector<std::int64_t> by_output(static_cast<std::size_t>(weight.dim()), 1);
  by_output[0] = -1;
  auto bias = norm.shift;
  if (layer.input_size() > 2) {
    bias = bias + norm.scale * graph.constants.at(layer.input(2)).to(torch::kFloat64);
  }
  const auto folded_weight = add_constant(
      graph, weight_name + "_folded", (weight * norm.scale.reshape(by_output)).to(torch::kFloat32));
  const auto folded_bias = add_constant(graph, weight_name + "_bias", bias.to(torch::kFloat32));
  layer.set_input(1, folded_weight);
  if (layer.input_size() > 2) {
    layer.set_input(2, folded_bias);
  } else {
    layer.add_input(folded_bias);
  }
}

/// Replaces the norm at `i` by Mul and Add; returns how many nodes stand there now.
std::size_t scale_and_shift(OnnxGraph& graph, std::size_t i) {
  const onnx::NodeProto norm = graph.nodes[i];
  const auto [scale, shift] = affine_of(graph, norm);
  std::vector<std::int64_t> by_channel(graph.sizes.at(norm.output(0)).size() - 1, 1);
  by_channel[0] = -1;  // the dimension after the batch's
  const auto constant = [&](const std::string& name, const torch::Tensor& values) {
    return add_constant(graph, name, values.to(torch::kFloat32).reshape(by_channel));
  };
  const auto scaled =
      add_node(graph, "Mul", {norm.input(0), constant(norm.input(1) + "_scale", scale)});
  graph.sizes[scaled] = graph.sizes.at(norm.output(0));
  add_node(graph, "Add", {scaled, constant(norm.input(2) + "_shift", shift)});
  graph.nodes.back().set_output(0, norm.output(0));

  const auto place = graph.nodes.begin() + static_cast<std::ptrdiff_t>(i);
  std::rotate(place, graph.nodes.end() - 2, graph.nodes.end());
  graph.nodes.erase(graph.nodes.begin() + static_cast<std::ptrdiff_t>(i) + 2);
  return 2;
}

}  // namespace

Affine affine(const torch::Tensor& scale, const torch::Tensor& shift, const torch::Tensor& mean,
              const torch::Tensor& variance, double epsilon) {
  const auto factor = scale.to(torch::kFloat64) / (variance.to(torch::kFloat64) + epsilon).sqrt();
  return {factor, shift.to(torch::kFloat64) - mean.to(torch::kFloat64) * factor};
}

std::vector<FoldableNorm> foldable_norms(const OnnxGraph& graph) {
  std::vector<FoldableNorm> norms;
  for (const auto& node : graph.nodes) {
    if (node.op_type() != "BatchNormalization") continue;
    const auto position = foldable_layer(graph, node);
    if (!position) continue;
    const auto& layer = graph.nodes[*position];
    norms.push_back({layer.input(1), layer.input_size() > 2 ? layer.input(2) : "", node.input(1),
                     node.input(2), node.input(3), node.input(4), epsilon_of(node)});
  }
  return norms;
}

void fold_batch_norms(OnnxGraph& graph) {
  for (std::size_t i = 0; i < graph.nodes.size();) {
    const onnx::NodeProto norm = graph.nodes[i];
    if (norm.op_type() != "BatchNormalization") {
      ++i;
    } else if (const auto layer = foldable_layer(graph, norm)) {
      fold_into(graph, graph.nodes[*layer], affine_of(graph, norm));
      graph.nodes[*layer].set_output(0, norm.output(0));
      graph.sizes.erase(norm.input(0));
      graph.nodes.erase(graph.nodes.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      i += scale_and_shift(graph, i);
    }
  }
  drop_unused_constants(graph);
}

}  // namespace chestlens
