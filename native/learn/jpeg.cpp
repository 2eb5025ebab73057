#include "learn/jpeg.hpp"

#include <torch/torch.h>

#include <array>
#include <cmath>
#include <numbers>

namespace chestlens {
namespace {

constexpr std::int64_t block = 8;

constexpr std::array<float, block * block> luminance{16, 11, 10, 16, 24,  40,  51,  61,   //
                                                     12, 12, 14, 19, 26,  58,  60,  55,   //
                                                     14, 13, 16, 24, 40,  57,  69,  56,   //
                                                     14, 17, 22, 29, 51,  87,  80,  62,   //
                                                     18, 22, 37, 56, 68,  109, 103, 77,   //
                                                     24, 35, 55, 64, 81,  104, 113, 92,   //
                                                     49, 64, 78, 87, 103, 121, 120, 101,  //
                                                     72, 92, 95, 98, 112, 100, 103, 99};

/// [64,64], from pixels (rows) to frequencies (columns), orthonormal. Computed where it is used: no
/// copy to a device may wait.
torch::Tensor cosines(const torch::TensorOptions& options) {
  const auto places = torch::arange(block, options);
  const auto waves =
      torch::cos(places.unsqueeze(1) * (2.0 * places + 1.0) * (std::numbers::pi / 16.0));
  const auto scales = torch::where(places.eq(0.0), places + std::sqrt(0.125), places * 0.0 + 0.5);
  const auto one_side = waves * scales.unsqueeze(1);  // [frequency,place]
  return torch::kron(one_side, one_side).t();
}

}  // namespace

torch::Tensor jpeg_steps(const torch::Tensor& quality) {
  const auto q = quality.to(torch::kFloat64).unsqueeze(1);
  const auto percent = torch::where(q.lt(50.0), (5000.0 / q).floor(), 200.0 - 2.0 * q);
  const auto table = torch::tensor(at::ArrayRef<float>(luminance), torch::kFloat64);
  return ((table * percent + 50.0) / 100.0).floor().clamp(1.0, 255.0).to(torch::kFloat32);
}

torch::Tensor through_jpeg(const torch::Tensor& images, const torch::Tensor& steps) {
  const std::int64_t films = images.size(0), side = images.size(3);
  const std::int64_t blocks = (side + block - 1) / block, padding = blocks * block - side;
  auto levels = (images * 255.0).round_().clamp_(0.0, 255.0).sub_(128.0);
  if (padding > 0) levels = torch::replication_pad2d(levels, {0, padding, 0, padding});
  const auto pixels = levels.reshape({films, blocks, block, blocks, block})
                          .transpose(2, 3)
                          .reshape({films, blocks * blocks, block * block});
  const auto basis = cosines(images.options());
  const auto step = steps.unsqueeze(1);
  const auto rounded = pixels.matmul(basis).div_(step).round_().mul_(step);
  return rounded.matmul(basis.t())
      .view({films, blocks, blocks, block, block})
      .transpose(2, 3)
      .reshape({films, 1, blocks * block, blocks * block})
      .narrow(2, 0, side)
      .narrow(3, 0, side)
      .add(128.0)
      .round_()
      .clamp_(0.0, 255.0)
      .div_(255.0);
}

}  // namespace chestlens
