#pragma once

#include "onnx/graph.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// Adds what explains the logits, the head's backward pass written as operators, to a graph with
/// outputs "logits" and "activations" A, its norms folded or not:
/// "cam_weights" [N,C,F], the spatial mean of g = d logits / d A (Grad-CAM's alpha, Selvaraju 2017,
/// eq. 1); "evidence" [N,C,h,w], g * A summed over the feature maps (HiResCAM, Draelos & Carin
/// 2020), and "logit_bias" [N,C], what the head's biases add: their sum is the logit; "max_weights"
/// [N,C,F], the part of g that a maximum pool hands to one position, zero where there is none.
/// Errors: unsupported, naming an operator of the head that has no backward rule.
Status add_explanations(OnnxGraph& graph);

}  // namespace chestlens
