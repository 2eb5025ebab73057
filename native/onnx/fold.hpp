#pragma once

#include "onnx/graph.hpp"

#include <string>
#include <vector>

namespace chestlens {

/// A batch norm that follows a layer whose output nothing else reads, by the names of constants.
struct FoldableNorm {
  std::string layer_weight;  // the output channels first
  std::string layer_bias;    // empty: the layer has none
  std::string scale, shift, mean, variance;
  double epsilon = 0.0;
};

/// A batch norm as y = scale * x + shift, float64 [C].
struct Affine {
  torch::Tensor scale;
  torch::Tensor shift;
};

/// A norm's own scale and shift together with its statistics, each [C].
Affine affine(const torch::Tensor& scale, const torch::Tensor& shift, const torch::Tensor& mean,
              const torch::Tensor& variance, double epsilon);

/// The norms that fold_batch_norms() folds.
std::vector<FoldableNorm> foldable_norms(const OnnxGraph& graph);

/// Folds each batch norm into the convolution or linear layer before it, where that layer's output
/// has no other reader. The function computed stays the same to float32 rounding; the arithmetic
/// on weights is done in float64. The norms that remain become one multiplication and one addition.
void fold_batch_norms(OnnxGraph& graph);

}  // namespace chestlens
