#include "learn/pixel_noise.hpp"

#include <torch/torch.h>

#include <numbers>

namespace chestlens {
namespace {

constexpr std::int64_t low_32_bits = 0xffffffff;
constexpr double steps_16_bits = 65536.0;

/// Wellons' hash prospector's best finalizer of two rounds, in place, on int64 in [0, 2^32). Both
/// factors are below 2^31, so that no product overflows.
torch::Tensor mixed(torch::Tensor x) {
  x.bitwise_xor_(x.bitwise_right_shift(16)).mul_(0x21f0aaad).bitwise_and_(low_32_bits);
  x.bitwise_xor_(x.bitwise_right_shift(15)).mul_(0x735a2d97).bitwise_and_(low_32_bits);
  return x.bitwise_xor_(x.bitwise_right_shift(15));
}

/// The two halves of 32 random bits for each pair of pixels, float32 [B,pairs] in [0, 2^16).
struct Halves {
  torch::Tensor high, low;
};
Halves halves(const torch::Tensor& seeds, std::int64_t side) {
  const std::int64_t pairs = (side * side + 1) / 2;
  const auto places = mixed(torch::arange(pairs, seeds.options()));
  const auto bits = mixed((places + seeds.unsqueeze(1)).bitwise_and_(low_32_bits));
  return {bits.bitwise_right_shift(16).to(torch::kFloat32),
          bits.bitwise_and(0xffff).to(torch::kFloat32)};
}

torch::Tensor films_of(const torch::Tensor& first, const torch::Tensor& second, std::int64_t side) {
  return torch::cat({first, second}, 1).narrow(1, 0, side * side).view({-1, 1, side, side});
}

}  // namespace

torch::Tensor uniform_pixels(const torch::Tensor& seeds, std::int64_t side) {
  const auto [high, low] = halves(seeds, side);
  return films_of(high, low, side) / steps_16_bits;
}

torch::Tensor normal_pixels(const torch::Tensor& seeds, std::int64_t side) {
  const auto [high, low] = halves(seeds, side);
  const auto radius = ((high + 0.5) / steps_16_bits).log_().mul_(-2.0).sqrt_();
  const auto angle = low * (2.0 * std::numbers::pi / steps_16_bits);
  return films_of(radius * angle.cos(), radius * angle.sin(), side);
}

}  // namespace chestlens
