#pragma once

#include "onnx/graph.hpp"

namespace chestlens {

/// Adds the outputs "middle" and "early" [N,2K]: the spatial mean and standard deviation of the K
/// channels of the last value before the maps shrink to the size of the "activations", and of the
/// last before they shrink to that value's. Where nothing shrinks, they are of the activations.
/// Whether a film is like those of training shows at these depths (Lee 2018; Anthony & Kamnitsas
/// 2023: no single layer is best).
void add_depths(OnnxGraph& graph);

}  // namespace chestlens
