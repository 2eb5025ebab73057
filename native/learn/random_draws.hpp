#pragma once

#include <torch/types.h>

#include <cstdint>

namespace chestlens {

/// Draws of one value per film for B films, on the CPU and from a generator of its own: they depend
/// on the seed alone, not on the device, the threads or earlier draws.
class RandomDraws {
 public:
  RandomDraws(std::uint64_t seed, std::int64_t films);

  /// float32 [B] in [low,high)
  torch::Tensor uniform(double low, double high);
  /// float32 [B], 1 with the probability, else 0
  torch::Tensor chance(double probability);
  /// float32 [B], whole numbers from low to high, both included
  torch::Tensor whole(int low, int high);
  /// int64 [B] in [0, 2^32), for noise of a film's own
  torch::Tensor seeds();
  /// float64 [B], logarithms of draws from Gamma(shape, 1); any shape > 0, however small
  torch::Tensor log_gamma(double shape);
  /// int64 [B], 0 .. B-1 in random order
  torch::Tensor permutation();

 private:
  at::Generator generator_;
  std::int64_t films_;
};

}  // namespace chestlens
