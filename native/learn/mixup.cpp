#include "learn/mixup.hpp"

#include "learn/random_draws.hpp"

#include <torch/torch.h>

#include <vector>

namespace chestlens {

MixupDraw draw_mixup(double alpha, std::int64_t films, std::uint64_t seed) {
  RandomDraws draws(seed, films);
  // Beta(a,a) = g1 / (g1 + g2) of two Gamma(a): the logistic function of their logarithms'
  // distance.
  const auto distance = (draws.log_gamma(alpha) - draws.log_gamma(alpha)).abs();
  return {.share = torch::sigmoid(distance).to(torch::kFloat32), .partner = draws.permutation()};
}

torch::Tensor mix(const torch::Tensor& values, const MixupDraw& draw) {
  std::vector<std::int64_t> shape(static_cast<std::size_t>(values.dim()), 1);
  shape[0] = -1;
  const auto share = draw.share.to(values.device(), values.scalar_type()).view(shape);
  return torch::lerp(values.index_select(0, draw.partner.to(values.device())), values, share);
}

}  // namespace chestlens
