#include "data/sampling.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace chestlens {
namespace {

/// 66 films of class 0, 2540 of class 3, 1349 of class 5: the study's imbalance.
std::vector<std::int64_t> imbalanced() {
  std::vector<std::int64_t> labels;
  labels.insert(labels.end(), 66, 0);
  labels.insert(labels.end(), 2540, 3);
  labels.insert(labels.end(), 1349, 5);
  return labels;
}

std::map<std::int64_t, int> draws_by_class(const std::vector<std::int64_t>& labels,
                                           const std::vector<std::size_t>& order) {
  std::map<std::int64_t, int> draws;
  for (const std::size_t film : order) ++draws[labels.at(film)];
  return draws;
}

TEST(BalancedIndices, DrawEachClassEquallyOftenInAnEpochOfTheSameLength) {
  const auto labels = imbalanced();  // 3955 = 3 * 1318 + 1
  const auto order = balanced_indices(labels, 7);
  EXPECT_EQ(order.size(), labels.size());
  const auto draws = draws_by_class(labels, order);
  ASSERT_EQ(draws.size(), 3U);
  int larger = 0;
  for (const auto& [label, count] : draws) {
    EXPECT_TRUE(count == 1318 || count == 1319) << label << " " << count;
    larger += count == 1319 ? 1 : 0;
  }
  EXPECT_EQ(larger, 1);
}

TEST(BalancedIndices, TheRemainderFallsToEachClassByLot) {
  const std::vector<std::int64_t> labels = {0, 0, 1, 2};
  std::map<std::int64_t, int> extra;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    for (const auto& [label, count] : draws_by_class(labels, balanced_indices(labels, seed))) {
      extra[label] += count - 1;
    }
  }
  for (const std::int64_t label : {0, 1, 2}) EXPECT_NEAR(extra[label], 100, 40) << label;
}

// 1318 draws of 66 films: each 19 or 20 times. 1318 of 2540: none twice.
TEST(BalancedIndices, RepeatFilmsOfAClassEvenly) {
  std::map<std::size_t, int> times;
  const auto labels = imbalanced();
  for (const std::size_t film : balanced_indices(labels, 3)) ++times[film];
  for (const auto& [film, count] : times) {
    if (labels[film] == 0) {
      EXPECT_TRUE(count == 19 || count == 20) << count;
    } else {
      EXPECT_EQ(count, 1) << film;
    }
  }
}

TEST(BalancedIndices, ShowAnotherPartInAnotherEpoch) {
  const auto labels = imbalanced();
  const auto first = balanced_indices(labels, 1);
  EXPECT_EQ(first, balanced_indices(labels, 1));
  std::set<std::size_t> seen(first.begin(), first.end());
  const std::size_t of_one_epoch = seen.size();
  const auto second = balanced_indices(labels, 2);
  seen.insert(second.begin(), second.end());
  EXPECT_GT(seen.size(), of_one_epoch + 500);
}

// Classes come mixed: in tenths of the epoch, each has near its third.
TEST(BalancedIndices, MixTheClassesThroughoutTheEpoch) {
  const auto labels = imbalanced();
  const auto order = balanced_indices(labels, 5);
  for (std::size_t start = 0; start + 395 <= order.size(); start += 395) {
    const std::vector<std::size_t> tenth(order.begin() + static_cast<std::ptrdiff_t>(start),
                                         order.begin() + static_cast<std::ptrdiff_t>(start + 395));
    for (const auto& [label, count] : draws_by_class(labels, tenth)) EXPECT_NEAR(count, 132, 45);
  }
}

TEST(BalancedIndices, OfEqualClassesAreAPermutation) {
  const std::vector<std::int64_t> labels = {2, 1, 2, 1, 1, 2};
  auto order = balanced_indices(labels, 9);
  std::ranges::sort(order);
  for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(order[i], i);
  EXPECT_TRUE(balanced_indices({}, 1).empty());
}

}  // namespace
}  // namespace chestlens
