#include "onnx/backward.hpp"

#include <torch/torch.h>

namespace chestlens {
namespace {

using Fault = std::optional<std::string>;

std::string sum(OnnxGraph& graph, const std::string& a, const std::string& b) {
  return a.empty() ? b : add_node(graph, "Add", {a, b});
}

void accumulate(Backward& pass, const std::string& value, const std::string& gradient) {
  auto& total = pass.gradients[value];
  total = sum(pass.graph, total, gradient);
}

std::string number_constant(OnnxGraph& graph, double value) {
  return add_constant(graph, "number", torch::scalar_tensor(value, torch::kFloat32));
}

/// Elements of one channel: h*w of [N,K,h,w], 1 of [N,K].
std::int64_t area(const OnnxGraph& graph, const std::string& value) {
  const auto& sizes = graph.sizes.at(value);
  std::int64_t area = 1;
  for (std::size_t i = 2; i < sizes.size(); ++i) area *= sizes[i];
  return area;
}

/// A constant by channel [K] (or of one element), whatever dimensions of one it had.
std::string by_channel(Backward& pass, const std::string& name, const torch::Tensor& values) {
  return add_constant(pass.graph, name + "_flat", values.reshape({-1}));
}

/// What is added to the channels of `value`, [K] or one number, is a part of the logits.
void add_bias(Backward& pass, const std::string& value, const std::string& gradient,
              const torch::Tensor& bias) {
  const auto channels = pass.graph.sizes.at(value).at(1);
  const auto column = add_constant(pass.graph, "bias_column",
                                   bias.to(torch::kFloat32).reshape({-1, 1}).expand({channels, 1}));
  pass.logit_bias =
      sum(pass.graph, pass.logit_bias, add_node(pass.graph, "MatMul", {gradient, column}));
}

/// The activations as [N,F,h*w].
std::string flat_activations(OnnxGraph& graph) {
  const auto maps = graph.sizes.at("activations").at(1);
  return add_node(graph, "Reshape",
                  {"activations", integers_constant(graph, {0, maps, area(graph, "activations")})});
}

Fault through(Backward& pass, const onnx::NodeProto& node, const std::string& gradient) {
  accumulate(pass, node.input(0), gradient);
  return std::nullopt;
}

/// The node whose output is `value`; null for an input or a constant.
const onnx::NodeProto* maker(const OnnxGraph& graph, const std::string& value) {
  for (const auto& node : graph.nodes) {
    if (node.output(0) == value) return &node;
  }
  return nullptr;
}

/// The gradient [N,C,F*h*w] of the flattened activations, as [N,C,F,h*w]; its product with the
/// activations is their evidence.
std::string add_evidence_by_position(Backward& pass, const std::string& gradient) {
  auto& graph = pass.graph;
  const auto maps = graph.sizes.at("activations").at(1);
  const auto by_position =
      add_node(graph, "Reshape",
               {gradient, integers_constant(graph, {0, 0, maps, area(graph, "activations")})});
  const auto activations =
      add_node(graph, "Unsqueeze", {flat_activations(graph), integers_constant(graph, {1})});
  const auto product = add_node(graph, "Mul", {by_position, activations});
  pass.evidence = sum(graph, pass.evidence,
                      add_node(graph, "ReduceSum", {product, integers_constant(graph, {2})},
                               {{"keepdims", std::int64_t{0}}}));
  return by_position;
}

/// y = x W^T + b: d/dx = g W. Where x is the flattened activations, the mean over positions is
/// taken of W [out,F*h*w] beforehand: a product with [out,F] gives the same, h*w times cheaper.
Fault gemm(Backward& pass, const onnx::NodeProto& node, const std::string& gradient) {
  auto& graph = pass.graph;
  if (node.input_size() > 2) {
    add_bias(pass, node.output(0), gradient, graph.constants.at(node.input(2)));
  }
  const onnx::NodeProto* flatten = maker(graph, node.input(0));
  const bool of_activations =
      flatten != nullptr && flatten->op_type() == "Flatten" && flatten->input(0) == "activations";
  const auto behind = add_node(graph, "MatMul", {gradient, node.input(1)});
  if (!of_activations) {
    accumulate(pass, node.input(0), behind);
    return std::nullopt;
  }
  add_evidence_by_position(pass, behind);
  const auto& weight = graph.constants.at(node.input(1));
  const auto maps = graph.sizes.at("activations").at(1);
  const auto mean = add_constant(graph, node.input(1) + "_mean",
                                 weight.reshape({weight.size(0), maps, -1}).mean(2));
  pass.cam_weights = sum(graph, pass.cam_weights, add_node(graph, "MatMul", {gradient, mean}));
  return std::nullopt;
}

/// y = scale * (x - mean) / sqrt(variance + epsilon) + shift: d/dx = g * scale / sqrt(...).
Fault batch_norm(Backward& pass, const onnx::NodeProto& node, const std::string& gradient) {
  const auto value = [&](int i) {
    return pass.graph.constants.at(node.input(i)).to(torch::kFloat64);
  };
  const double epsilon = node.attribute(0).f();
  const auto scale = value(1) / (value(4) + epsilon).sqrt();
  add_bias(pass, node.output(0), gradient, value(2) - value(3) * scale);
  const auto factor = by_channel(pass, node.input(1), scale.to(torch::kFloat32));
  accumulate(pass, node.input(0), add_node(pass.graph, "Mul", {gradient, factor}));
  return std::nullopt;
}

/// x + y passes the gradient to both; a constant is a bias.
Fault add(Backward& pass, const onnx::NodeProto& node, const std::string& gradient) {
  for (const auto& input : node.input()) {
    const auto constant = pass.graph.constants.find(input);
    if (constant == pass.graph.constants.end()) {
      accumulate(pass, input, gradient);
    } else {
      add_bias(pass, node.output(0), gradient, constant->second);
    }
  }
  return std::nullopt;
}

/// x - y passes the gradient to x, and its opposite to y; a constant is a bias.
Fault subtract(Backward& pass, const onnx::NodeProto& node, const std::string& gradient) {
  const auto& constants = pass.graph.constants;
  if (const auto x = constants.find(node.input(0)); x != constants.end()) {
    add_bias(pass, node.output(0), gradient, x->second);
  } else {
    accumulate(pass, node.input(0), gradient);
  }
  if (const auto y = constants.find(node.input(1)); y != constants.end()) {
    add_bias(pass, node.output(0), gradient, -y->second);
  } else {
    accumulate(pass, node.input(1), add_node(pass.graph, "Neg", {gradient}));
  }
  return std::nullopt;
}

/// x * constant, constant * x, x / constant.
Fault scale(Backward& pass, const onnx::NodeProto& node, const std::string& gradient) {
  if (pass.graph.constants.contains(node.input(0)) && node.op_type() == "Div") {
    return "it divides by something that depends on the film";
  }
  const bool first = node.op_type() == "Mul" && pass.graph.constants.contains(node.input(0));
  const auto factor = pass.graph.constants.find(node.input(first ? 0 : 1));
  if (factor == pass.graph.constants.end()) return "both operands depend on the film";
  accumulate(pass, node.input(first ? 1 : 0),
             add_node(pass.graph, node.op_type(),
                      {gradient, by_channel(pass, factor->first, factor->second)}));
  return std::nullopt;
}

/// Multiplies by a mask [N,K] of booleans. Returns the mask as numbers.
std::string apply_mask(Backward& pass, const onnx::NodeProto& node, const std::string& gradient,
                       const std::string& mask) {
  auto& graph = pass.graph;
  const auto numbers =
      add_node(graph, "Cast", {mask}, {{"to", std::int64_t{onnx::TensorProto::FLOAT}}});
  const auto row = add_node(graph, "Unsqueeze", {numbers, integers_constant(graph, {1})});
  accumulate(pass, node.input(0), add_node(graph, "Mul", {gradient, row}));
  pass.per_film = true;
  return numbers;
}

/// LibTorch's convention at the corner: no gradient where the output is zero.
Fault relu(Backward& pass, const onnx::NodeProto& node, const std::string& gradient) {
  auto& graph = pass.graph;
  apply_mask(pass, node, gradient,
             add_node(graph, "Greater", {node.output(0), number_constant(graph, 0.0)}));
  return std::nullopt;
}

/// hardtanh's convention: no gradient at either bound. Where the value stands at one, the bound is
/// a bias of this film.
Fault clip(Backward& pass, const onnx::NodeProto& node, const std::string& gradient) {
  auto& graph = pass.graph;
  const auto above = add_node(graph, "Greater", {node.output(0), node.input(1)});
  const auto below = add_node(graph, "Less", {node.output(0), node.input(2)});
  const auto mask = apply_mask(pass, node, gradient, add_node(graph, "And", {above, below}));
  const auto stopped = add_node(graph, "Sub", {number_constant(graph, 1.0), mask});
  const auto bounds = add_node(graph, "Mul", {node.output(0), stopped});
  const auto column = add_node(graph, "Unsqueeze", {bounds, integers_constant(graph, {2})});
  pass.logit_bias = sum(graph, pass.logit_bias, add_node(graph, "MatMul", {gradient, column}));
  return std::nullopt;
}

/// Each input takes its own stretch of channels.
Fault concat(Backward& pass, const onnx::NodeProto& node, const std::string& gradient) {
  auto& graph = pass.graph;
  std::int64_t first = 0;
  for (const auto& input : node.input()) {
    const auto last = first + graph.sizes.at(input).at(1);
    accumulate(pass, input,
               add_node(graph, "Slice",
                        {gradient, integers_constant(graph, {first}),
                         integers_constant(graph, {last}), integers_constant(graph, {2})}));
    first = last;
  }
  return std::nullopt;
}

/// The activations [N,F,h*w] at the positions that gave each map its maximum, zero elsewhere;
/// where several did, they share it.
std::string at_their_maximum(OnnxGraph& graph, const std::string& maximum) {
  const auto maps = graph.sizes.at("activations").at(1);
  const auto flat = flat_activations(graph);
  const auto peak = add_node(graph, "Reshape", {maximum, integers_constant(graph, {0, maps, 1})});
  const auto mask = add_node(graph, "Cast", {add_node(graph, "Equal", {flat, peak})},
                             {{"to", std::int64_t{onnx::TensorProto::FLOAT}}});
  const auto ties = add_node(graph, "ReduceSum", {mask, integers_constant(graph, {2})},
                             {{"keepdims", std::int64_t{1}}});
  return add_node(graph, "Mul", {add_node(graph, "Div", {mask, ties}), flat});
}

/// The spatial mean of the gradient that a global pool hands back is g/(h*w): the average pool
/// gives every position g/(h*w), the maximum pool gives one position g.
Fault global_pool(Backward& pass, const onnx::NodeProto& node, const std::string& gradient) {
  auto& graph = pass.graph;
  if (node.input(0) != "activations") return "it pools something other than the activations";
  const auto size = static_cast<double>(area(graph, "activations"));
  const auto mean = add_node(graph, "Div", {gradient, number_constant(graph, size)});
  pass.cam_weights = sum(graph, pass.cam_weights, mean);
  const bool is_average = node.op_type() == "GlobalAveragePool";
  if (!is_average) pass.max_weights = sum(graph, pass.max_weights, gradient);
  const auto factors = is_average ? std::vector{mean, flat_activations(graph)}
                                  : std::vector{gradient, at_their_maximum(graph, node.output(0))};
  pass.evidence = sum(graph, pass.evidence, add_node(graph, "MatMul", factors));
  return std::nullopt;
}

/// [N,K,1,1] to [N,K] changes nothing; of the activations, the gradient [N,C,F*h*w] is averaged.
Fault flatten(Backward& pass, const onnx::NodeProto& node, const std::string& gradient) {
  auto& graph = pass.graph;
  if (area(graph, node.input(0)) == 1 && node.input(0) != "activations") {
    return through(pass, node, gradient);
  }
  if (node.input(0) != "activations") return "it flattens something other than the activations";
  const auto by_position = add_evidence_by_position(pass, gradient);
  const auto mean =
      add_node(graph, "ReduceMean", {by_position},
               {{"axes", std::vector<std::int64_t>{3}}, {"keepdims", std::int64_t{0}}});
  pass.cam_weights = sum(graph, pass.cam_weights, mean);
  return std::nullopt;
}

}  // namespace

BackwardRule backward_rule(std::string_view op) {
  static const std::map<std::string_view, BackwardRule> table{
      {"Add", add},
      {"BatchNormalization", batch_norm},
      {"Clip", clip},
      {"Concat", concat},
      {"Div", scale},
      {"Flatten", flatten},
      {"Gemm", gemm},
      {"GlobalAveragePool", global_pool},
      {"GlobalMaxPool", global_pool},
      {"Identity", through},
      {"Mul", scale},
      {"Relu", relu},
      {"Sub", subtract},
  };
  const auto rule = table.find(op);
  return rule == table.end() ? nullptr : rule->second;
}

std::string integers_constant(OnnxGraph& graph, const std::vector<std::int64_t>& values) {
  return add_constant(graph, "integers", torch::tensor(values, torch::kInt64));
}

}  // namespace chestlens
