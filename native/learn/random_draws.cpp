#include "learn/random_draws.hpp"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

namespace chestlens {

RandomDraws::RandomDraws(std::uint64_t seed, std::int64_t films)
    : generator_(at::make_generator<at::CPUGeneratorImpl>(seed)), films_(films) {}

torch::Tensor RandomDraws::uniform(double low, double high) {
  return torch::empty({films_}, torch::kFloat32).uniform_(low, high, generator_);
}

torch::Tensor RandomDraws::chance(double probability) {
  return uniform(0.0, 1.0).lt(probability).to(torch::kFloat32);
}

torch::Tensor RandomDraws::whole(int low, int high) {
  return uniform(low, high + 1.0).floor().clamp_max(high);  // rounding may reach the upper end
}

torch::Tensor RandomDraws::seeds() {
  return torch::empty({films_}, torch::kInt64).random_(0, std::int64_t{1} << 32, generator_);
}

// Gamma(a) = Gamma(a + 1) U^(1/a) (Marsaglia & Tsang 2000, section 6); the logarithm keeps a small
// a from underflowing.
torch::Tensor RandomDraws::log_gamma(double shape) {
  const auto larger =
      torch::_standard_gamma(torch::full({films_}, shape + 1.0, torch::kFloat64), generator_);
  const auto share = torch::empty({films_}, torch::kFloat64).uniform_(0.0, 1.0, generator_);
  return larger.log() + torch::log1p(-share) / shape;
}

torch::Tensor RandomDraws::permutation() {
  return torch::randperm(films_, generator_, torch::TensorOptions().dtype(torch::kInt64));
}

}  // namespace chestlens
