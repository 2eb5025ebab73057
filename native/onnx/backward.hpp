#pragma once

#include "onnx/graph.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace chestlens {

/// Backpropagation from the logits to the activations for every class at once, written as
/// operators. The gradient of a value [N,K] or [N,K,1,1] is a value [N,C,K], or [1,C,K] until a
/// film's own signs come in; so are the sums, which are empty before their first term.
struct Backward {
  OnnxGraph& graph;
  std::map<std::string, std::string> gradients = {};  // by value; summed over its readers
  std::string cam_weights = {};  // [N,C,F], the spatial mean of the activations' gradient
  std::string max_weights = {};  // [N,C,F], the gradient of the maximum pool
  std::string evidence = {};     // [N,C,h*w], gradient times activations over all feature maps
  std::string logit_bias = {};   // [N,C,1], what the biases add to the logits
  bool per_film = false;         // a gradient depends on the film
};

/// Hands the gradient of a node's output to its inputs. Returns what is wrong, or nothing.
using BackwardRule = std::optional<std::string> (*)(Backward&, const onnx::NodeProto&,
                                                    const std::string& gradient);

/// Null where the operator has none.
BackwardRule backward_rule(std::string_view op);

std::string integers_constant(OnnxGraph& graph, const std::vector<std::int64_t>& values);

}  // namespace chestlens
