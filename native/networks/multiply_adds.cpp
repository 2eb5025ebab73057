#include "networks/classifier.hpp"
#include "networks/trace.hpp"

#include <torch/csrc/jit/ir/ir.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

/// Sizes of a traced value; a trace knows all of them.
std::vector<std::int64_t> sizes(const torch::jit::Value& value) {
  return value.type()->expect<c10::TensorType>()->sizes().concrete_sizes().value();
}

std::int64_t elements(const torch::jit::Value& value) {
  std::int64_t count = 1;
  for (const auto size : sizes(value)) count *= size;
  return count;
}

/// Every output of a convolution sums in_channels/groups * kernel products, every output of a
/// linear layer in_features; biases are not counted.
void count(const torch::jit::Node& node, MultiplyAdds& total) {
  const std::string name = node.kind().toQualString();
  if (name == "aten::batch_norm") total.norms += 2 * elements(*node.output());
  if (name == "aten::_convolution") {
    const auto weight = sizes(*node.input(1));  // [out, in/groups, height, width]
    total.layers += elements(*node.output()) * elements(*node.input(1)) / weight[0];
  }
  const bool addmm = name == "aten::addmm";  // bias, input, weight
  if (addmm || name == "aten::linear" || name == "aten::matmul" || name == "aten::mm") {
    total.layers += elements(*node.output()) * sizes(*node.input(addmm ? 1 : 0)).back();
  }
}

}  // namespace

Result<MultiplyAdds> multiply_adds(const Classifier& classifier, int size_pixels) {
  CHESTLENS_TRY(const auto trace, trace_classifier(classifier, size_pixels, /*batch=*/1));
  MultiplyAdds total;
  for (const auto* node : trace.graph->nodes()) count(*node, total);
  return total;
}

}  // namespace chestlens
