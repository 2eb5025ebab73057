#include "embed/products.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace chestlens {
namespace {

// Whole numbers, whose products float32 sums exactly in any order.
TEST(Products, EqualTheSumsOfEachPair) {
  constexpr std::size_t count = 7, others = 71, depth = 13;
  std::vector<float> left(count * depth), right(others * depth);
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = static_cast<float>(i * 37 % 19) - 9.0F;
  for (std::size_t i = 0; i < right.size(); ++i) right[i] = static_cast<float>(i * 53 % 23) - 11.0F;
  const PackedRows packed(right.data(), others, depth);
  for (const auto& [first, end] : {std::pair<std::size_t, std::size_t>{0, others}, {32, 70}}) {
    const std::size_t stride = end - first;
    std::vector<float> out(count * stride, -1.0F);
    products(left.data(), count, packed, first, end, out.data(), stride);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = first; j < end; ++j) {
        float sum = 0.0F;
        for (std::size_t k = 0; k < depth; ++k) sum += left[i * depth + k] * right[j * depth + k];
        ASSERT_EQ(out[i * stride + j - first], sum) << i << ' ' << j;
      }
    }
  }
}

}  // namespace
}  // namespace chestlens
