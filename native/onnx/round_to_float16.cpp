#include "onnx/round_to_float16.hpp"

#include "io/guarded.hpp"
#include "networks/classifier.hpp"
#include "onnx/fold.hpp"
#include "onnx/lower.hpp"

#include <torch/torch.h>

#include <map>
#include <string>

namespace chestlens {
namespace {

using TensorsByName = std::map<std::string, torch::Tensor>;

TensorsByName tensors_of(const torch::nn::Module& module) {
  TensorsByName tensors;
  for (const auto& entry : module.named_parameters()) tensors[entry.key()] = entry.value();
  for (const auto& entry : module.named_buffers()) tensors[entry.key()] = entry.value();
  return tensors;
}

/// Does to the module what fold_into() of fold.cpp does to the graph: what is left of the norm
/// divides by one and shifts.
void fold_in_place(TensorsByName& tensors, const FoldableNorm& norm) {
  const auto value = [&](const std::string& name) { return tensors.at(name).to(torch::kFloat64); };
  auto& weight = tensors.at(norm.layer_weight);
  std::vector<std::int64_t> by_output(static_cast<std::size_t>(weight.dim()), 1);
  by_output[0] = -1;
  auto [scale, shift] = affine(value(norm.scale), value(norm.shift), value(norm.mean),
                               value(norm.variance), norm.epsilon);
  if (!norm.layer_bias.empty()) {
    shift += value(norm.layer_bias) * scale;
    tensors.at(norm.layer_bias).zero_();
  }
  weight.copy_(value(norm.layer_weight) * scale.reshape(by_output));
  tensors.at(norm.shift).copy_(shift);
  tensors.at(norm.scale).fill_(1.0);
  tensors.at(norm.mean).zero_();
  tensors.at(norm.variance).fill_(1.0 - norm.epsilon);
}

/// False for a norm without weights of its own, whose constants are not tensors of the module.
bool are_weights_of(const TensorsByName& tensors, const FoldableNorm& norm) {
  return tensors.contains(norm.layer_weight) && tensors.contains(norm.scale) &&
         tensors.contains(norm.shift) && tensors.contains(norm.mean) &&
         tensors.contains(norm.variance) &&
         (norm.layer_bias.empty() || tensors.contains(norm.layer_bias));
}

Status fold_and_round(const Classifier& classifier, int size_pixels) {
  CHESTLENS_TRY(const auto graph, lower_classifier(classifier, size_pixels));
  const torch::NoGradGuard no_grad;
  auto tensors = tensors_of(*classifier.module);
  for (const auto& norm : foldable_norms(graph)) {
    if (are_weights_of(tensors, norm)) fold_in_place(tensors, norm);
  }
  for (auto& entry : classifier.module->named_parameters()) {
    auto& weight = entry.value();
    if (weight.dim() < 2) continue;
    const auto half = weight.to(torch::kHalf);
    if (!half.isfinite().all().item<bool>()) {
      return fail(ErrorCode::invalid_argument,
                  "holds a value that float16 does not reach (65,504); store the bundle in float32",
                  entry.key());
    }
    weight.copy_(half);
  }
  return {};
}

}  // namespace

Status round_to_float16(const Classifier& classifier, int size_pixels) {
  return guarded("rounding to float16", [&] { return fold_and_round(classifier, size_pixels); });
}

}  // namespace chestlens
