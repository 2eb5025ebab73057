#pragma once

#include <torch/types.h>

namespace chestlens {

// logits [N,C] float, targets [N,C] float that sum to 1 per film (soft: smoothed, mixed), class
// weights w [C] or undefined (all 1); p = softmax(logits). Every loss is the mean over the films,
// so that the mean over equal parts of a batch is the batch's.

/// One-hot targets of labels int64 [N]; smoothing e > 0 gives (1 - e) * one-hot + e / C (Szegedy
/// 2016).
torch::Tensor soft_targets(const torch::Tensor& labels, int classes, double smoothing = 0.0);

/// [N]: sum_c w_c y_c (-log p_c) of each film.
torch::Tensor cross_entropy_by_film(const torch::Tensor& logits, const torch::Tensor& targets,
                                    const torch::Tensor& class_weights = {});

/// Their mean.
torch::Tensor cross_entropy(const torch::Tensor& logits, const torch::Tensor& targets,
                            const torch::Tensor& class_weights = {});

/// sum_c w_c y_c (1 - p_c)^gamma (-log p_c) (Lin 2017; w is its alpha); gamma >= 0, and 0 is
/// cross-entropy.
torch::Tensor focal_loss(const torch::Tensor& logits, const torch::Tensor& targets, double gamma,
                         const torch::Tensor& class_weights = {});

/// sum_c y_c (log y_c - log p_c), Kullback-Leibler: the cross-entropy less the part that no network
/// can avoid where targets are soft. It falls to 0 with and without mixup and equals cross-entropy
/// for one-hot targets, so it is the training loss that is shown.
torch::Tensor divergence(const torch::Tensor& logits, const torch::Tensor& targets);

/// For labels that do not exclude each other: logits [N,L], targets [N,L] in [0,1], NaN for
/// unknown. Mean of -(y log s + (1 - y) log(1 - s)), s = sigmoid(logit), over the known ones; 0
/// where none is.
torch::Tensor masked_binary_cross_entropy(const torch::Tensor& logits,
                                          const torch::Tensor& targets);

}  // namespace chestlens
