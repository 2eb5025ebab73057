#pragma once

#include "distributed/group.hpp"

#include <chestlens/error.hpp>

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace torch::nn {
class Module;
}

namespace chestlens {

/// Gives every rank rank 0's values, whatever the tensors' layout.
Status broadcast_tensors(Group& group, const std::vector<torch::Tensor>& tensors);

/// The same for a module's parameters and buffers.
Status broadcast_weights(Group& group, const torch::nn::Module& module);

/// Rank 0's text.
Result<std::string> broadcast_text(Group& group, std::string text);

/// Batch norms see the films of their own rank only; this pools their running means and variances
/// as if each rank's were a sample of its own: var = mean(var_r + mean_r^2) - mean^2. Called before
/// the weights are scored or written, once per epoch.
Status pool_norm_statistics(Group& group, const torch::nn::Module& module);

/// Rank 0's answer to a question that each rank has asked for itself.
Result<bool> agree(Group& group, bool answer);

/// Returns once every rank has come here.
Status wait_for_all(Group& group);

/// Sums of a few numbers over the ranks.
Result<std::vector<double>> sum_numbers(Group& group, const std::vector<double>& numbers);

/// Rows [rows_of_rank] of each rank, put together on all ranks: [rows, ...] on the CPU.
Result<torch::Tensor> gather_rows(Group& group, const torch::Tensor& own, std::int64_t rows);

}  // namespace chestlens
