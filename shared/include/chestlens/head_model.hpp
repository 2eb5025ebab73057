#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace chestlens {

/// The head of a model.onnx as a model of its own: from `activations` [N,F,h,w] to `logits` [N,C],
/// with the nodes and weights on that way as they were. Errors: corrupt for bytes that are no ONNX;
/// unsupported where the logits are made of something else than the activations.
Result<std::vector<std::byte>> cut_head(std::span<const std::byte> model);

}  // namespace chestlens
