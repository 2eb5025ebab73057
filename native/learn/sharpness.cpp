#include "learn/sharpness.hpp"

#include <torch/torch.h>

namespace chestlens {

torch::Tensor blur_matrices(const torch::Tensor& sigma_pixels, std::int64_t side) {
  constexpr double nearly_none = 1e-3;
  const auto places = torch::arange(side, sigma_pixels.options());
  const auto to = places.unsqueeze(1), from = places.unsqueeze(0);
  const auto scale = sigma_pixels.clamp_min(nearly_none).square().mul(-2.0).reciprocal();
  const auto weight = [&](const torch::Tensor& distance) {
    return torch::exp(distance.square() * scale.view({-1, 1, 1}));
  };
  const auto last = static_cast<double>(2 * side - 1);
  const auto weights = weight(to - from) + weight(to + from + 1.0) + weight(to + from - last);
  return weights / weights.sum(2, /*keepdim=*/true);
}

torch::Tensor resolution_matrices(const torch::Tensor& share, std::int64_t side) {
  const auto places = torch::arange(side, share.options());
  const auto row = places.unsqueeze(1), column = places.unsqueeze(0);
  const auto kept = (share * side).round().clamp_min(1.0).view({-1, 1, 1});
  const auto pitch = side / kept;  // of the kept pixels, in those of the film
  // Rows from the kept number on lie beyond the film and stay empty.
  const auto overlap =
      torch::minimum((row + 1.0) * pitch, column + 1.0) - torch::maximum(row * pitch, column);
  const auto shrink = overlap.clamp_min(0.0) / pitch;
  const auto between = torch::minimum(((row + 0.5) / pitch - 0.5).clamp_min(0.0), kept - 1.0);
  const auto grow = (1.0 - (between - column).abs()).clamp_min(0.0);
  return grow.matmul(shrink);
}

torch::Tensor on_both_sides(const torch::Tensor& matrices, const torch::Tensor& images) {
  return matrices.matmul(images.squeeze(1)).matmul(matrices.transpose(1, 2)).unsqueeze(1);
}

}  // namespace chestlens
