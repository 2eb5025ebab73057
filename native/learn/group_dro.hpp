#pragma once

#include <torch/types.h>

namespace chestlens {

/// The loss of group distributionally robust optimisation (Sagawa et al. 2020, algorithm 1): the
/// sum over groups of share times the group's mean loss in the batch. `shares` [G] float32, which
/// sum to 1, first grow in place by exp(rate * mean loss), so that the worst group comes to count
/// most; a group without films here keeps its part. losses [B], groups int64 [B] in [0, G).
torch::Tensor group_dro_loss(const torch::Tensor& losses, const torch::Tensor& groups,
                             const torch::Tensor& shares, double rate);

/// Equal shares of the groups that films are in, 0 of others: [G] on the CPU.
torch::Tensor equal_shares(const torch::Tensor& groups, std::int64_t count);

}  // namespace chestlens
