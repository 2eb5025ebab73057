#include "weights/restore_norms.hpp"

#include "io/guarded.hpp"
#include "networks/batch_norm.hpp"
#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "networks/trace.hpp"

#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/runtime/interpreter.h>
#include <torch/torch.h>

#include <string>
#include <vector>

namespace chestlens {
namespace {

namespace jit = torch::jit;

constexpr std::string_view mean_suffix = ".running_mean";

/// Statistics of each channel over all that a norm has read, float64 [C].
struct Statistics {
  double count = 0.0;
  torch::Tensor mean;
  torch::Tensor squares;  // sum of squared distances from the mean
};

/// Chan 1979: the statistics of two sets from those of each.
void merge(Statistics& total, const torch::Tensor& mean, const torch::Tensor& variance,
           double count) {
  const auto new_mean = mean.to(torch::kCPU, torch::kFloat64);
  const auto new_squares = variance.to(torch::kCPU, torch::kFloat64) * count;
  if (total.count == 0.0) {
    total = {count, new_mean, new_squares};
    return;
  }
  const double sum = total.count + count;
  const auto distance = new_mean - total.mean;
  total.squares = total.squares + new_squares + distance.square() * (total.count * count / sum);
  total.mean = total.mean + distance * (count / sum);
  total.count = sum;
}

/// A network that gives, instead of logits, for each of `norms` the variance, mean and count of a
/// channel of its input.
struct StatisticsGraph {
  std::shared_ptr<jit::Graph> graph;
  std::vector<std::string> norms;  // names of modules
};

/// The name of the norm at a node, "" where it is not the body's.
std::string body_norm(const Trace& trace, const jit::Node& node) {
  if (node.kind() != at::aten::batch_norm) return "";
  const auto running_mean = jit::toIValue(node.input(3));
  if (!running_mean || !running_mean->isTensor()) return "";
  const auto found = trace.names.find(running_mean->toTensor().data_ptr());
  if (found == trace.names.end() || !found->second.starts_with("body.")) return "";
  return found->second.substr(0, found->second.size() - mean_suffix.size());
}

Result<StatisticsGraph> statistics_graph(const Classifier& classifier, const torch::Tensor& batch) {
  CHESTLENS_TRY(const auto trace, trace_classifier(classifier, static_cast<int>(batch.size(2)),
                                                   static_cast<int>(batch.size(0))));
  StatisticsGraph result{trace.graph, {}};
  jit::Graph& graph = *result.graph;
  while (!graph.outputs().empty()) graph.eraseOutput(0);
  for (jit::Node* node : graph.nodes()) {
    const std::string name = body_norm(trace, *node);
    if (name.empty()) continue;
    const jit::WithInsertPoint before(node);
    const auto var_mean = c10::Symbol::fromQualString("aten::var_mean");
    const auto numel = c10::Symbol::fromQualString("aten::numel");
    graph.registerOutput(graph.insert(
        var_mean, {node->input(0), std::vector<std::int64_t>{0, 2, 3}, /*unbiased=*/false}));
    graph.registerOutput(graph.insert(numel, {node->input(0)}));
    result.norms.push_back(name);
  }
  jit::EliminateDeadCode(result.graph);
  return result;
}

std::vector<Statistics> measure(const StatisticsGraph& statistics,
                                std::span<const torch::Tensor> batches, torch::Device device) {
  const jit::Code code(statistics.graph, "statistics of norms");
  std::vector<Statistics> totals(statistics.norms.size());
  for (const torch::Tensor& batch : batches) {
    jit::Stack stack{batch.to(device)};
    jit::InterpreterState(code).run(stack);
    for (std::size_t i = 0; i < totals.size(); ++i) {
      const auto& pair = stack.at(2 * i).toTuple()->elements();
      const torch::Tensor mean = pair.at(1).toTensor();
      const auto elements = static_cast<double>(stack.at(2 * i + 1).toInt());
      merge(totals[i], mean, pair.at(0).toTensor(), elements / static_cast<double>(mean.numel()));
    }
  }
  return totals;
}

/// In eval mode a norm is y = scale * x + shift; the new statistics keep scale and shift.
void set_statistics(BatchNormImpl& norm, const Statistics& statistics) {
  const auto in_double = [](const torch::Tensor& tensor) {
    return tensor.detach().to(torch::kCPU, torch::kFloat64);
  };
  const double epsilon = norm.epsilon;
  const auto scale = in_double(norm.weight) / (in_double(norm.running_var) + epsilon).sqrt();
  const auto shift = in_double(norm.bias) - in_double(norm.running_mean) * scale;
  const auto variance = statistics.squares / statistics.count;
  norm.weight.copy_(scale * (variance + epsilon).sqrt());
  norm.bias.copy_(shift + scale * statistics.mean);
  norm.running_mean.copy_(statistics.mean);
  norm.running_var.copy_(variance);
}

}  // namespace

Status restore_norms(const Classifier& classifier, std::span<const torch::Tensor> batches) {
  if (batches.empty()) {
    return fail(ErrorCode::invalid_argument, "norms cannot be restored without films");
  }
  return guarded("restoring the norms", [&]() -> Status {
    const torch::NoGradGuard no_grad;
    CHESTLENS_TRY(const auto graph, statistics_graph(classifier, batches.front()));
    const auto device = classifier.module->parameters().at(0).device();
    const auto statistics = measure(graph, batches, device);
    const auto modules = classifier.module->named_modules();
    for (std::size_t i = 0; i < statistics.size(); ++i) {
      if (auto* norm = modules[graph.norms[i]]->as<BatchNorm>()) {
        set_statistics(*norm, statistics[i]);
      }
    }
    return {};
  });
}

}  // namespace chestlens
