#include "onnx/cam.hpp"

#include "onnx/backward.hpp"

#include <torch/torch.h>

namespace chestlens {
namespace {

/// Repeats [1,C,K] for every film of the batch; [N,C,K] stays as it is.
std::string for_each_film(OnnxGraph& graph, const std::string& value) {
  const auto shape = add_node(graph, "Shape", {graph.input});
  const auto films = add_node(
      graph, "Slice", {shape, integers_constant(graph, {0}), integers_constant(graph, {1})});
  const auto target = add_node(graph, "Concat", {films, integers_constant(graph, {1, 1})},
                               {{"axis", std::int64_t{0}}});
  return add_node(graph, "Expand", {value, target});
}

std::string zeros(OnnxGraph& graph, std::int64_t classes, std::int64_t columns) {
  return add_constant(graph, "zeros", torch::zeros({1, classes, columns}));
}

void add_output(OnnxGraph& graph, const std::string& value, const std::string& name,
                std::vector<std::int64_t> sizes) {
  rename_value(graph, value, name);
  graph.sizes[name] = std::move(sizes);
  graph.outputs.push_back(name);
}

Status backpropagate(Backward& pass) {
  const std::vector<onnx::NodeProto> forward = pass.graph.nodes;
  for (auto node = forward.rbegin(); node != forward.rend(); ++node) {
    const auto gradient = pass.gradients.find(node->output(0));
    if (gradient == pass.gradients.end()) continue;
    const BackwardRule rule = backward_rule(node->op_type());
    const auto fault =
        rule == nullptr ? "there is no rule for it" : rule(pass, *node, gradient->second);
    if (fault) {
      return fail(ErrorCode::unsupported,
                  "no backward rule for " + node->op_type() + " between activations and logits: " +
                      *fault + "; add it to the table in native/onnx/backward_rules.cpp",
                  node->name());
    }
  }
  if (pass.gradients.contains("activations") || pass.cam_weights.empty()) {
    return fail(ErrorCode::unsupported,
                "the head must take the activations through a pool or a flattening", "cam_weights");
  }
  return {};
}

}  // namespace

Status add_explanations(OnnxGraph& graph) {
  const auto classes = graph.sizes.at("logits").at(1);
  const auto sizes = graph.sizes.at("activations");  // [N,F,h,w]
  Backward pass{graph};
  pass.gradients["logits"] =
      add_constant(graph, "one_class_each", torch::eye(classes).unsqueeze(0));
  CHESTLENS_CHECK(backpropagate(pass));

  const auto weights = pass.per_film ? pass.cam_weights : for_each_film(graph, pass.cam_weights);
  add_output(graph, weights, "cam_weights", {sizes[0], classes, sizes[1]});
  const auto of_pool =
      pass.max_weights.empty() ? zeros(graph, classes, sizes[1]) : pass.max_weights;
  add_output(graph, for_each_film(graph, of_pool), "max_weights", {sizes[0], classes, sizes[1]});
  const auto evidence =
      add_node(graph, "Reshape",
               {pass.evidence, integers_constant(graph, {0, classes, sizes[2], sizes[3]})});
  add_output(graph, evidence, "evidence", {sizes[0], classes, sizes[2], sizes[3]});
  const auto biases = pass.logit_bias.empty() ? zeros(graph, classes, 1) : pass.logit_bias;
  const auto bias = add_node(
      graph, "Reshape", {for_each_film(graph, biases), integers_constant(graph, {0, classes})});
  add_output(graph, bias, "logit_bias", {sizes[0], classes});
  return {};
}

}  // namespace chestlens
