#pragma once

#include <torch/types.h>

#include <cstdint>

namespace chestlens {

/// For each class a linear layer that tells the sources of its films from a network's features.
/// Class and source go together in films from several hospitals: told apart within a class alone,
/// what a source has of the disease is left to the network (Li et al. 2018, conditional invariant
/// adversarial networks).
struct SourceHead {
  torch::Tensor weight;  // [C,S,K], with gradients
  torch::Tensor bias;    // [C,S], with gradients
  torch::Tensor seen;    // bool [C,S]: the class has training films of the source
};

/// A head that begins at zero, on the CPU, from the training films' labels and sources, int64 [N].
SourceHead make_source_head(const torch::Tensor& labels, const torch::Tensor& sources,
                            std::int64_t classes, std::int64_t source_count, std::int64_t features);

/// The head's mean cross-entropy over a batch: features [B,K] float32, labels and sources int64
/// [B]. The head gets its gradient; the features get -strength times theirs (gradient reversal,
/// Ganin et al. 2016), so that the network unlearns what tells the sources apart. A class that has
/// one source alone adds nothing.
torch::Tensor source_adversary_loss(const SourceHead& head, const torch::Tensor& features,
                                    const torch::Tensor& labels, const torch::Tensor& sources,
                                    double strength);

}  // namespace chestlens
