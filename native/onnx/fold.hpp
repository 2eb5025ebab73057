#pragma once

#include "onnx/graph.hpp"

namespace chestlens {

/// Folds each batch norm into the convolution or linear layer before it, where that layer's output
/// has no other reader. The function computed stays the same to float32 rounding; the arithmetic
/// on weights is done in float64. The norms that remain become one multiplication and one addition.
void fold_batch_norms(OnnxGraph& graph);

}  // namespace chestlens
