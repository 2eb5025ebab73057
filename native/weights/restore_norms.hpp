#pragma once

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <span>

namespace chestlens {

struct Classifier;

/// Gives the body's batch norms the statistics of what they read on these batches of images,
/// [N,1,S,S] in [0,1], and the weight and bias that leave the network's
/// function in eval mode unchanged. Weights whose norms were folded into the convolutions
/// (mean 0, variance 1) can then be trained on: batch statistics change next to nothing.
/// Errors: invalid_argument without images; runtime, with LibTorch's message.
Status restore_norms(const Classifier& classifier, std::span<const torch::Tensor> batches);

}  // namespace chestlens
