#include "onnx/cam.hpp"

#include <torch/torch.h>

#include <map>
#include <optional>
#include <utility>

// Backpropagation from the logits to the activations, for every class at once. The gradient of a
// value [N,K] or [N,K,1,1] is a value [N,C,K], or [1,C,K] until a film's own signs come in.

namespace chestlens {
namespace {

struct Backward {
  OnnxGraph& graph;
  std::map<std::string, std::string> gradients;  // by value; summed over its readers
  std::string cam_weights;                       // the sum so far; empty before the first
  bool per_film = false;                         // a gradient depends on the film
};

/// `gradient` is of the node's output. Returns what is wrong, or nothing.
using Rule = std::optional<std::string> (*)(Backward&, const onnx::NodeProto&,
                                            const std::string& gradient);

std::string sum(OnnxGraph& graph, const std::string& a, const std::string& b) {
  return a.empty() ? b : add_node(graph, "Add", {a, b});
}

void accumulate(Backward& pass, const std::string& value, const std::string& gradient) {
  auto& total = pass.gradients[value];
  total = sum(pass.graph, total, gradient);
}

std::string integers_constant(OnnxGraph& graph, const std::vector<std::int64_t>& values) {
  return add_constant(graph, "integers", torch::tensor(values, torch::kInt64));
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

std::optional<std::string> through(Backward& pass, const onnx::NodeProto& node,
                                   const std::string& gradient) {
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

/// y = x W^T + b: d/dx = g W. Where x is the flattened activations, the mean over positions is
/// taken of W [out,F*h*w] beforehand: a product with [out,F] gives the same, h*w times cheaper.
std::optional<std::string> gemm(Backward& pass, const onnx::NodeProto& node,
                                const std::string& gradient) {
  const auto* flatten = maker(pass.graph, node.input(0));
  if (flatten != nullptr && flatten->op_type() == "Flatten" && flatten->input(0) == "activations") {
    const auto& weight = pass.graph.constants.at(node.input(1));
    const auto maps = pass.graph.sizes.at("activations").at(1);
    const auto mean = add_constant(pass.graph, node.input(1) + "_mean",
                                   weight.reshape({weight.size(0), maps, -1}).mean(2));
    pass.cam_weights =
        sum(pass.graph, pass.cam_weights, add_node(pass.graph, "MatMul", {gradient, mean}));
    return std::nullopt;
  }
  accumulate(pass, node.input(0), add_node(pass.graph, "MatMul", {gradient, node.input(1)}));
  return std::nullopt;
}

/// y = scale * (x - mean) / sqrt(variance + epsilon) + shift: d/dx = g * scale / sqrt(...).
std::optional<std::string> batch_norm(Backward& pass, const onnx::NodeProto& node,
                                      const std::string& gradient) {
  const auto value = [&](int i) {
    return pass.graph.constants.at(node.input(i)).to(torch::kFloat64);
  };
  const double epsilon = node.attribute(0).f();
  const auto scale = (value(1) / (value(4) + epsilon).sqrt()).to(torch::kFloat32);
  accumulate(pass, node.input(0),
             add_node(pass.graph, "Mul", {gradient, by_channel(pass, node.input(1), scale)}));
  return std::nullopt;
}

/// x + y passes the gradient to both; constants take none.
std::optional<std::string> add(Backward& pass, const onnx::NodeProto& node,
                               const std::string& gradient) {
  for (const auto& input : node.input()) {
    if (!pass.graph.constants.contains(input)) accumulate(pass, input, gradient);
  }
  return std::nullopt;
}

/// x - y passes the gradient to x, and its opposite to y.
std::optional<std::string> subtract(Backward& pass, const onnx::NodeProto& node,
                                    const std::string& gradient) {
  const auto depends = [&](int i) { return !pass.graph.constants.contains(node.input(i)); };
  if (depends(0)) accumulate(pass, node.input(0), gradient);
  if (depends(1)) accumulate(pass, node.input(1), add_node(pass.graph, "Neg", {gradient}));
  return std::nullopt;
}

/// x * constant, constant * x, x / constant.
std::optional<std::string> scale(Backward& pass, const onnx::NodeProto& node,
                                 const std::string& gradient) {
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

/// Multiplies by a mask [N,K] of booleans.
void apply_mask(Backward& pass, const onnx::NodeProto& node, const std::string& gradient,
                std::string mask) {
  auto& graph = pass.graph;
  mask = add_node(graph, "Cast", {mask}, {{"to", std::int64_t{onnx::TensorProto::FLOAT}}});
  mask = add_node(graph, "Unsqueeze", {mask, integers_constant(graph, {1})});
  accumulate(pass, node.input(0), add_node(graph, "Mul", {gradient, mask}));
  pass.per_film = true;
}

/// LibTorch's convention at the corner: no gradient where the output is zero.
std::optional<std::string> relu(Backward& pass, const onnx::NodeProto& node,
                                const std::string& gradient) {
  auto& graph = pass.graph;
  apply_mask(pass, node, gradient,
             add_node(graph, "Greater", {node.output(0), number_constant(graph, 0.0)}));
  return std::nullopt;
}

/// hardtanh's convention: no gradient at either bound.
std::optional<std::string> clip(Backward& pass, const onnx::NodeProto& node,
                                const std::string& gradient) {
  auto& graph = pass.graph;
  const auto above = add_node(graph, "Greater", {node.output(0), node.input(1)});
  const auto below = add_node(graph, "Less", {node.output(0), node.input(2)});
  apply_mask(pass, node, gradient, add_node(graph, "And", {above, below}));
  return std::nullopt;
}

/// Each input takes its own stretch of channels.
std::optional<std::string> concat(Backward& pass, const onnx::NodeProto& node,
                                  const std::string& gradient) {
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

/// The spatial mean of the gradient that a global pool hands back is g/(h*w): the average pool
/// gives every position g/(h*w), the maximum pool gives one position g.
std::optional<std::string> global_pool(Backward& pass, const onnx::NodeProto& node,
                                       const std::string& gradient) {
  auto& graph = pass.graph;
  if (node.input(0) != "activations") return "it pools something other than the activations";
  const auto size = static_cast<double>(area(graph, "activations"));
  pass.cam_weights = sum(graph, pass.cam_weights,
                         add_node(graph, "Div", {gradient, number_constant(graph, size)}));
  return std::nullopt;
}

/// [N,K,1,1] to [N,K] changes nothing; of the activations, the gradient [N,C,F*h*w] is averaged.
std::optional<std::string> flatten(Backward& pass, const onnx::NodeProto& node,
                                   const std::string& gradient) {
  auto& graph = pass.graph;
  if (area(graph, node.input(0)) == 1 && node.input(0) != "activations") {
    return through(pass, node, gradient);
  }
  if (node.input(0) != "activations") return "it flattens something other than the activations";
  const auto& sizes = graph.sizes.at("activations");
  const auto by_position =
      add_node(graph, "Reshape",
               {gradient, integers_constant(graph, {0, 0, sizes[1], area(graph, "activations")})});
  const auto mean =
      add_node(graph, "ReduceMean", {by_position},
               {{"axes", std::vector<std::int64_t>{3}}, {"keepdims", std::int64_t{0}}});
  pass.cam_weights = sum(graph, pass.cam_weights, mean);
  return std::nullopt;
}

const std::map<std::string_view, Rule>& rules() {
  static const std::map<std::string_view, Rule> table{
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
  return table;
}

/// Repeats [1,C,F] for every film of the batch.
std::string for_each_film(OnnxGraph& graph, const std::string& weights) {
  const auto shape = add_node(graph, "Shape", {graph.input});
  const auto films = add_node(
      graph, "Slice", {shape, integers_constant(graph, {0}), integers_constant(graph, {1})});
  const auto target = add_node(graph, "Concat", {films, integers_constant(graph, {1, 1})},
                               {{"axis", std::int64_t{0}}});
  return add_node(graph, "Expand", {weights, target});
}

}  // namespace

Status add_cam_weights(OnnxGraph& graph) {
  const auto classes = graph.sizes.at("logits").at(1);
  const auto maps = graph.sizes.at("activations").at(1);
  const auto batch = graph.sizes.at("activations").at(0);
  Backward pass{graph, {}, {}, false};
  pass.gradients["logits"] =
      add_constant(graph, "one_class_each", torch::eye(classes).unsqueeze(0));

  const std::vector<onnx::NodeProto> forward = graph.nodes;
  for (auto node = forward.rbegin(); node != forward.rend(); ++node) {
    const auto gradient = pass.gradients.find(node->output(0));
    if (gradient == pass.gradients.end()) continue;
    const auto rule = rules().find(node->op_type());
    const auto fault = rule == rules().end() ? "there is no rule for it"
                                             : rule->second(pass, *node, gradient->second);
    if (fault) {
      return fail(ErrorCode::unsupported,
                  "no backward rule for " + node->op_type() + " between activations and logits: " +
                      *fault + "; add it to the table in native/onnx/cam.cpp",
                  node->name());
    }
  }
  if (pass.gradients.contains("activations") || pass.cam_weights.empty()) {
    return fail(ErrorCode::unsupported,
                "the head must take the activations through a pool or a flattening", "cam_weights");
  }
  if (!pass.per_film) pass.cam_weights = for_each_film(graph, pass.cam_weights);
  rename_value(graph, pass.cam_weights, "cam_weights");
  graph.sizes["cam_weights"] = {batch, classes, maps};
  graph.outputs.emplace_back("cam_weights");
  return {};
}

}  // namespace chestlens
