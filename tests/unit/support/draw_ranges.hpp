#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens::test {

inline double lowest(const torch::Tensor& values) {
  return values.min().item<double>();
}

inline double highest(const torch::Tensor& values) {
  return values.max().item<double>();
}

/// Many draws stay within the limits and come near both.
inline void expect_range(const torch::Tensor& values, double low, double high) {
  const double near = 0.01 * (high - low);
  EXPECT_GE(lowest(values), low - 1e-6);
  EXPECT_LE(lowest(values), low + near);
  EXPECT_LE(highest(values), high + 1e-6);
  EXPECT_GE(highest(values), high - near);
}

/// Of draws that meet a condition.
inline double share(const torch::Tensor& condition) {
  return condition.to(torch::kFloat64).mean().item<double>();
}

}  // namespace chestlens::test
