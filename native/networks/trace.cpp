#include "networks/trace.hpp"

#include "io/guarded.hpp"
#include "networks/classifier.hpp"
#include "networks/eval_mode.hpp"
#include "networks/without_gradients.hpp"

#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/torch.h>

#include <utility>

namespace chestlens {
Result<Trace> trace_function(
    const std::function<std::vector<torch::Tensor>(const torch::Tensor&)>& function,
    const torch::Tensor& example) {
  const torch::NoGradGuard no_grad;
  const auto traced = [&](torch::jit::Stack inputs) {
    torch::jit::Stack outputs;
    for (auto& output : function(inputs.at(0).toTensor())) outputs.emplace_back(std::move(output));
    return outputs;
  };
  const auto no_names = [](const torch::Tensor&) { return std::string(); };
  return guarded("tracing", [&]() -> Result<Trace> {
    auto [state, outputs] = torch::jit::tracer::trace({example}, traced, no_names, /*strict=*/true,
                                                      /*force_outplace=*/true);
    return Trace{state->graph, {}};
  });
}

Result<Trace> trace_classifier(const Classifier& classifier, int size_pixels, int batch) {
  const EvalMode eval(*classifier.module);
  const WithoutGradients without_gradients(*classifier.module);
  const auto outputs_of = [&](const torch::Tensor& images) {
    const auto outputs = forward(classifier, images);
    return std::vector<torch::Tensor>{outputs.logits, outputs.features, outputs.activations};
  };
  return guarded("tracing " + classifier.spec.name, [&]() -> Result<Trace> {
    const auto device = classifier.module->parameters().at(0).device();
    const auto example = torch::zeros({batch, 1, size_pixels, size_pixels}, device);
    CHESTLENS_TRY(auto trace, trace_function(outputs_of, example));
    for (const auto& entry : classifier.module->named_parameters()) {
      trace.names.emplace(entry.value().data_ptr(), entry.key());
    }
    for (const auto& entry : classifier.module->named_buffers()) {
      trace.names.emplace(entry.value().data_ptr(), entry.key());
    }
    return trace;
  });
}

}  // namespace chestlens
