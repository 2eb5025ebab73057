#include "onnx/depths.hpp"

#include <torch/torch.h>

#include <string>
#include <vector>

namespace chestlens {
namespace {

bool is_map(const OnnxGraph& graph, const std::string& value) {
  const auto sizes = graph.sizes.find(value);
  return sizes != graph.sizes.end() && sizes->second.size() == 4;
}

/// The last value before `value` is computed whose maps are higher than its own; `value` itself
/// where there is none.
std::string before_shrinking(const OnnxGraph& graph, const std::string& value) {
  const auto height = graph.sizes.at(value)[2];
  std::string last = value;
  for (const auto& node : graph.nodes) {
    const auto& output = node.output(0);
    if (output == value) break;
    const bool has_channels =
        node.op_type() != "Pad" && is_map(graph, output) && graph.sizes.at(output)[1] > 1;
    if (has_channels && graph.sizes.at(output)[2] > height) last = output;
  }
  return last;
}

/// [N,K,h,w] to [N,2K].
void add_mean_and_deviation(OnnxGraph& graph, const std::string& value, const std::string& name) {
  const auto mean_of = [&](const std::string& maps, std::int64_t keep) {
    return add_node(graph, "ReduceMean", {maps},
                    {{"axes", std::vector<std::int64_t>{2, 3}}, {"keepdims", keep}});
  };
  const auto centred = add_node(graph, "Sub", {value, mean_of(value, 1)});
  const auto variance = mean_of(add_node(graph, "Mul", {centred, centred}), 0);
  const auto deviation = add_node(graph, "Sqrt", {variance});
  const auto both =
      add_node(graph, "Concat", {mean_of(value, 0), deviation}, {{"axis", std::int64_t{1}}});
  rename_value(graph, both, name);
  const auto& sizes = graph.sizes.at(value);
  graph.sizes[name] = {sizes[0], 2 * sizes[1]};
  graph.outputs.push_back(name);
}

}  // namespace

void add_depths(OnnxGraph& graph) {
  const auto middle = before_shrinking(graph, "activations");
  const auto early = before_shrinking(graph, middle);
  add_mean_and_deviation(graph, early, "early");
  add_mean_and_deviation(graph, middle, "middle");
}

}  // namespace chestlens
