#include "learn/adamw_pieces.hpp"

#include "learn/adamw_gpu.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

/// The bias of a running mean after `steps` steps over that after those of them that were taken.
torch::Tensor bias_ratio(double beta, std::int64_t steps, const torch::Tensor& taken) {
  return (1.0 - std::pow(beta, steps)) / (1.0 - torch::pow(beta, taken));
}

}  // namespace

void add_pieces(std::vector<AdamwPiece>& pieces, std::int64_t group, const torch::Tensor& parameter,
                const torch::Tensor& gradient, const torch::Tensor& first,
                const torch::Tensor& second) {
  const std::int64_t elements = parameter.numel();
  for (std::int64_t begin = 0; begin < elements; begin += longest_adamw_piece) {
    pieces.push_back({.parameter = parameter.data_ptr<float>() + begin,
                      .gradient = gradient.data_ptr<float>() + begin,
                      .first = first.data_ptr<float>() + begin,
                      .second = second.data_ptr<float>() + begin,
                      .count = std::min(longest_adamw_piece, elements - begin),
                      .group = group});
  }
}

torch::Tensor adamw_skips(double beta1, double beta2, std::int64_t steps,
                          const torch::Tensor& is_skipped, const torch::Tensor& skipped_before) {
  const torch::Tensor taken = steps - skipped_before.to(torch::kFloat64);
  return torch::stack({is_skipped.to(torch::kFloat64), bias_ratio(beta1, steps, taken),
                       bias_ratio(beta2, steps, taken).sqrt()})
      .to(torch::kFloat32);
}

}  // namespace chestlens
