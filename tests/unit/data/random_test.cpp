#include "data/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace chestlens {
namespace {

TEST(Random, ShuffleIsAPermutationByTheSeed) {
  auto first = shuffled_indices(100, 5);
  EXPECT_EQ(first, shuffled_indices(100, 5));
  EXPECT_NE(first, shuffled_indices(100, 6));
  std::ranges::sort(first);
  for (std::size_t i = 0; i < first.size(); ++i) ASSERT_EQ(first[i], i);
}

// Each of the 6 orders of 3 comes equally often: chi-square with 5 degrees, 0.999 quantile 20.5.
TEST(Random, ShuffleFavoursNoOrder) {
  std::map<std::vector<std::size_t>, int> counts;
  constexpr int draws = 6000;
  for (std::uint64_t i = 0; i < draws; ++i) ++counts[shuffled_indices(3, derive_seed(1, {i}))];
  ASSERT_EQ(counts.size(), 6U);
  double chi_square = 0.0;
  for (const auto& [order, count] : counts)
    chi_square += (count - 1000.0) * (count - 1000.0) / 1000.0;
  EXPECT_LT(chi_square, 20.5);
}

TEST(Random, SeedsDependOnEveryPartOfThePath) {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t a = 0; a < 20; ++a) {
    for (std::uint64_t b = 0; b < 20; ++b) seeds.insert(derive_seed(7, {a, b}));
  }
  EXPECT_EQ(seeds.size(), 400U);
  EXPECT_NE(derive_seed(7, {1}), derive_seed(8, {1}));
}

}  // namespace
}  // namespace chestlens
