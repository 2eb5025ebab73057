#pragma once

#include "learn/adamw_pieces.hpp"

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace chestlens {

/// The pieces of a network's parameters, as a GPU has them from one step to the next: their
/// addresses are sent again only where one changed.
struct AdamwTable {
  std::vector<AdamwPiece> pieces = {};
  torch::Tensor on_gpu = {};  // their bytes
};

/// Cuts a parameter of a group with its gradient and running means, all float32 and dense in one
/// layout, into pieces.
void add_pieces(std::vector<AdamwPiece>& pieces, std::int64_t group, const torch::Tensor& parameter,
                const torch::Tensor& gradient, const torch::Tensor& first,
                const torch::Tensor& second);

/// Whether this build has the kernel.
bool has_adamw_kernel();

/// One step of all pieces, in the memory of a GPU, by one kernel on its current stream; the numbers
/// of each group go there by an asynchronous copy. `skips`: adamw_skips() on the GPU, or undefined.
/// Throws CUDA's errors.
void adamw_on_gpu(AdamwTable& table, std::vector<AdamwPiece> pieces,
                  const std::vector<AdamwStep>& groups, const torch::Tensor& skips,
                  c10::Device device);

/// AdamwSkips of the `steps`-th step tried, float32 [3], on the device of `is_skipped` (1: this
/// step is skipped) and `skipped_before` (how many were), both []. No device is waited for.
torch::Tensor adamw_skips(double beta1, double beta2, std::int64_t steps,
                          const torch::Tensor& is_skipped, const torch::Tensor& skipped_before);

}  // namespace chestlens
