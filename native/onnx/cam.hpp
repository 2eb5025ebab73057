#pragma once

#include "onnx/graph.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// Adds the output "cam_weights" [N,C,F], the spatial mean of d logits[c] / d activations[f]: the
/// head's backward pass, written as operators (Grad-CAM's alpha, Selvaraju 2017, eq. 1). The graph
/// has outputs "logits" and "activations"; norms may be folded or not. Errors: unsupported, naming
/// an operator of the head that has no backward rule.
Status add_cam_weights(OnnxGraph& graph);

}  // namespace chestlens
