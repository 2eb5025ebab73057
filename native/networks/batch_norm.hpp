#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include <cstdint>

namespace chestlens {

/// Batch norm over axis 1 of [N,C] or [N,C,h,w], torch::nn's to the bit and by its names, but that
/// forward() leaves the counter of batches alone: counting is a kernel for each norm of each step,
/// and nothing that is computed depends on it. count_batches() does it for many at once.
struct BatchNormImpl : torch::nn::Module {
  explicit BatchNormImpl(std::int64_t maps);
  torch::Tensor forward(const torch::Tensor& x);

  double momentum = 0.1, epsilon = 1e-5;
  torch::Tensor weight, bias;                                    // parameters [C]
  torch::Tensor running_mean, running_var, num_batches_tracked;  // buffers [C], [C], [] int64
};
TORCH_MODULE(BatchNorm);

/// Adds so many batches, which its norms normalised in training, to their counters.
void count_batches(const torch::nn::Module& module, std::int64_t batches);

}  // namespace chestlens
