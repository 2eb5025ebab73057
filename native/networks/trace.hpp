#pragma once

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace torch::jit {
struct Graph;
}

namespace chestlens {

struct Classifier;

/// One forward pass as a flat graph of torch operators, with shapes. Weights are constants of the
/// graph; `names` gives a weight's name by its data pointer.
struct Trace {
  std::shared_ptr<torch::jit::Graph> graph;
  std::unordered_map<const void*, std::string> names;
};

/// Records `function` on `example`. Parameters that it reads must not require gradients.
/// Errors: runtime, with LibTorch's message.
Result<Trace> trace_function(
    const std::function<std::vector<torch::Tensor>(const torch::Tensor&)>& function,
    const torch::Tensor& example);

/// Records an eval-mode forward pass on images [batch,1,size,size]; the graph's outputs are logits,
/// features, activations. The classifier is left as it was. Errors: runtime.
Result<Trace> trace_classifier(const Classifier& classifier, int size_pixels, int batch);

}  // namespace chestlens
