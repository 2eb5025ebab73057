#include "onnx/lower.hpp"

#include "io/guarded.hpp"
#include "networks/classifier.hpp"
#include "onnx/lowering.hpp"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/torch.h>

#include <utility>

namespace chestlens {

namespace jit = torch::jit;

bool is_none(const jit::Node& node, std::size_t i) {
  return literal(*node.input(i)).isNone();
}

c10::IValue literal(const jit::Value& value) {
  auto found = jit::toIValue(&value);
  TORCH_CHECK(found.has_value(), "an argument of it is computed by ",
              value.node()->kind().toQualString(), ", it must be a constant");
  return *std::move(found);
}

std::int64_t integer(const jit::Node& node, std::size_t i) {
  return literal(*node.input(i)).toInt();
}

double number(const jit::Node& node, std::size_t i) {
  return literal(*node.input(i)).toScalar().toDouble();
}

bool boolean(const jit::Node& node, std::size_t i) {
  return literal(*node.input(i)).toBool();
}

std::vector<std::int64_t> integers(const jit::Node& node, std::size_t i) {
  const auto& value = *node.input(i);
  if (value.node()->kind() != c10::prim::ListConstruct) return literal(value).toIntVector();
  std::vector<std::int64_t> list;
  for (const auto* element : value.node()->inputs()) list.push_back(literal(*element).toInt());
  return list;
}

std::vector<std::int64_t> sizes(const jit::Value& value) {
  return value.type()->expect<c10::TensorType>()->sizes().concrete_sizes().value();
}

bool is_constant(const Lowering& lowering, const jit::Value& value) {
  return lowering.constants.contains(&value) || value.node()->kind() == c10::prim::Constant;
}

torch::Tensor constant(const Lowering& lowering, const jit::Value& value) {
  const auto derived = lowering.constants.find(&value);
  if (derived != lowering.constants.end()) return derived->second;
  const auto found = literal(value);
  const auto tensor =
      found.isTensor() ? found.toTensor() : torch::scalar_tensor(found.toScalar(), torch::kFloat64);
  return tensor.detach().to(torch::kCPU, torch::kFloat32);
}

std::string add_weight(Lowering& lowering, const torch::Tensor& tensor,
                       const std::string& otherwise) {
  const auto name = lowering.trace.names.find(tensor.data_ptr());
  return add_constant(lowering.graph, name == lowering.trace.names.end() ? otherwise : name->second,
                      tensor);
}

std::string name_of(Lowering& lowering, const jit::Value& value) {
  const auto computed = lowering.names.find(&value);
  if (computed != lowering.names.end()) return computed->second;
  return add_weight(lowering, constant(lowering, value), "constant");
}

void emit(Lowering& lowering, const jit::Node& node, std::string_view op,
          const std::vector<std::string>& inputs, const std::vector<Attribute>& attributes) {
  const auto name = add_node(lowering.graph, op, inputs, attributes);
  lowering.graph.sizes[name] = sizes(*node.output(0));
  lowering.names[node.output(0)] = name;
}

namespace {

bool is_plumbing(const jit::Node& node) {
  return node.kind() == c10::prim::Constant || node.kind() == c10::prim::ListConstruct;
}

/// The weight read last before each refusal tells where in the network it stands.
class Place {
 public:
  void pass(const Trace& trace, const jit::Node& node) {
    if (node.kind() != c10::prim::Constant) return;
    const auto value = jit::toIValue(node.output());
    if (!value || !value->isTensor()) return;
    const auto name = trace.names.find(value->toTensor().data_ptr());
    if (name != trace.names.end()) last_weight_ = name->second;
  }
  std::string describe(const jit::Node& node) const {
    return std::string(node.kind().toQualString()) +
           (last_weight_.empty() ? " (before any weight)" : " (after " + last_weight_ + ")");
  }

 private:
  std::string last_weight_;
};

void refuse(std::string& refusals, const std::string& what) {
  refusals += (refusals.empty() ? "" : "; ") + what;
}

/// Calls each output by its name. A value that is not a node's alone gets an Identity of its own.
void name_outputs(Lowering& lowering, const std::vector<std::string>& output_names) {
  auto& graph = lowering.graph;
  const auto outputs = lowering.trace.graph->outputs();
  TORCH_CHECK(outputs.size() == output_names.size(), "the trace has ", outputs.size(),
              " outputs, not ", output_names.size());
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    std::string name = name_of(lowering, *outputs[i]);
    const bool taken =
        name == graph.input || graph.constants.contains(name) ||
        std::find(graph.outputs.begin(), graph.outputs.end(), name) != graph.outputs.end();
    if (taken) {
      name = add_node(graph, "Identity", {name});
      graph.sizes[name] = sizes(*outputs[i]);
    }
    rename_value(graph, name, output_names[i]);
    for (auto& [value, known] : lowering.names) {
      if (known == name) known = output_names[i];
    }
    graph.outputs.push_back(output_names[i]);
  }
}

/// Rewrites the nodes in order. What has no lowering is listed whole in one error.
Result<OnnxGraph> lower_nodes(const Trace& trace, const std::vector<std::string>& output_names) {
  Lowering lowering{trace, {}, {}, {}};
  const auto* image = trace.graph->inputs().at(0);
  lowering.graph.input = "image";
  lowering.graph.sizes["image"] = sizes(*image);
  lowering.names[image] = "image";

  const auto& table = lowering_table();
  std::string refusals;
  Place place;
  for (const auto* node : trace.graph->nodes()) {
    place.pass(trace, *node);
    if (is_plumbing(*node)) continue;
    const auto entry = table.find(node->kind().toQualString());
    if (entry == table.end()) {
      refuse(refusals, place.describe(*node));
    } else if (refusals.empty()) {  // later operators may lack inputs that were refused
      try {
        entry->second(lowering, *node);
      } catch (const c10::Error& error) {
        refuse(refusals, place.describe(*node) + ": " + error.what_without_backtrace());
      }
    }
  }
  if (!refusals.empty()) {
    return fail(
        ErrorCode::unsupported,
        "no ONNX lowering for " + refusals + "; add it to the table in native/onnx/operators.cpp",
        "ONNX export");
  }
  name_outputs(lowering, output_names);
  drop_unused_constants(lowering.graph);
  return std::move(lowering.graph);
}

}  // namespace

Result<OnnxGraph> lower(const Trace& trace, const std::vector<std::string>& output_names) {
  return guarded("ONNX export", [&] { return lower_nodes(trace, output_names); });
}

Result<OnnxGraph> lower_classifier(const Classifier& classifier, int size_pixels) {
  constexpr int batch = 2;  // shows which dimension is the batch's
  CHESTLENS_TRY(const auto trace, trace_classifier(classifier, size_pixels, batch));
  return lower(trace, {"logits", "features", "activations"});
}

}  // namespace chestlens
