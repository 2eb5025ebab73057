#include "embed/neighbours.hpp"

#include "formula_rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

using test::formula_rows;

/// All others of a row by their distance.
std::vector<std::pair<float, std::uint32_t>> sorted_others(const Rows& rows, std::size_t i) {
  std::vector<std::pair<float, std::uint32_t>> others;
  for (std::size_t j = 0; j < rows.count(); ++j) {
    float squared = 0.0F;
    for (std::size_t k = 0; k < rows.width; ++k) {
      const float difference = rows.row(i)[k] - rows.row(j)[k];
      squared += difference * difference;
    }
    if (j != i) others.emplace_back(squared, static_cast<std::uint32_t>(j));
  }
  std::ranges::sort(others);
  return others;
}

TEST(Neighbours, AreTheNearestOfAllOthers) {
  const Rows rows = formula_rows(500, 9);
  const auto found = nearest_rows(rows, 12, 2);
  ASSERT_EQ(found.count(), rows.count());
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const auto expected = sorted_others(rows, i);
    for (std::size_t j = 0; j < 12; ++j) {
      ASSERT_EQ(found.squared_distances[i * 12 + j], expected[j].first) << i << ' ' << j;
    }
  }
}

TEST(Neighbours, AreOfAnotherOwner) {
  const Rows rows{1, {0.0F, 0.1F, 0.2F, 1.0F, 5.0F}};
  const std::vector<int> owners{7, 7, 8, 7, 9};
  const auto found = nearest_rows(rows, 1, 1, owners);
  EXPECT_EQ(found.points, (std::vector<std::uint32_t>{2, 2, 1, 2, 3}));
}

TEST(Neighbours, OfManyEqualRowsAreTheFirst) {
  const Rows rows{2, std::vector<float>(200, 1.0F)};
  const auto found = nearest_rows(rows, 3, 1);
  for (std::size_t i = 3; i < 100; ++i) {
    EXPECT_EQ(found.squared_distances[i * 3], 0.0F);
    EXPECT_LT(found.points[i * 3], found.points[i * 3 + 1]);
  }
}

TEST(Neighbours, DoNotDependOnThreads) {
  const Rows rows = formula_rows(700, 20);
  EXPECT_EQ(nearest_rows(rows, 30, 1).points, nearest_rows(rows, 30, 3).points);
}

}  // namespace
}  // namespace chestlens
