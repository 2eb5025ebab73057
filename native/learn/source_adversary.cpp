#include "learn/source_adversary.hpp"

#include <torch/torch.h>

#include <limits>

namespace chestlens {
namespace {

/// The same values, whose gradient arrives `factor` times as large.
torch::Tensor with_gradient_times(const torch::Tensor& values, double factor) {
  return values * factor + values.detach() * (1.0 - factor);
}

}  // namespace

SourceHead make_source_head(const torch::Tensor& labels, const torch::Tensor& sources,
                            std::int64_t classes, std::int64_t source_count,
                            std::int64_t features) {
  const auto films = torch::bincount(labels * source_count + sources, {}, classes * source_count);
  return {torch::zeros({classes, source_count, features}).requires_grad_(),
          torch::zeros({classes, source_count}).requires_grad_(),
          films.gt(0).view({classes, source_count})};
}

torch::Tensor source_adversary_loss(const SourceHead& head, const torch::Tensor& features,
                                    const torch::Tensor& labels, const torch::Tensor& sources,
                                    double strength) {
  const auto reversed = with_gradient_times(features, -strength).unsqueeze(2);
  const auto logits = head.weight.index_select(0, labels).bmm(reversed).squeeze(2) +
                      head.bias.index_select(0, labels);
  const auto other = head.seen.index_select(0, labels).logical_not();
  const auto possible = logits.masked_fill(other, -std::numeric_limits<float>::infinity());
  return torch::cross_entropy_loss(possible, sources);
}

}  // namespace chestlens
