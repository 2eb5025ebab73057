#include "distributed/share.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace chestlens {
namespace {

using Films = std::vector<std::size_t>;

TEST(ShareOfBatches, RanksTogetherSeeTheGlobalBatches) {
  const Films order{9, 8, 7, 6, 5, 4, 3, 2, 1, 0};
  EXPECT_EQ(share_of_batches(order, 2, 0, 2), (Films{9, 8, 5, 4}));
  EXPECT_EQ(share_of_batches(order, 2, 1, 2), (Films{7, 6, 3, 2}));
  EXPECT_EQ(share_of_batches(order, 4, 0, 1), (Films{9, 8, 7, 6, 5, 4, 3, 2}));
}

TEST(ShareOfBatches, TheOnlyBatchIsSharedEvenly) {
  const Films order{4, 3, 2, 1, 0};
  EXPECT_EQ(share_of_batches(order, 8, 0, 2), (Films{4, 3}));
  EXPECT_EQ(share_of_batches(order, 8, 1, 2), (Films{2, 1}));
  EXPECT_TRUE(share_of_batches({1}, 8, 0, 2).empty());
}

TEST(RowsOfRank, CoverAllRowsOnce) {
  for (const std::int64_t rows : {0, 1, 5, 100}) {
    std::int64_t next = 0;
    for (int rank = 0; rank < 3; ++rank) {
      const RowRange range = rows_of_rank(rows, rank, 3);
      EXPECT_EQ(range.begin, next);
      EXPECT_LE(range.end - range.begin, rows / 3 + 1);
      next = range.end;
    }
    EXPECT_EQ(next, rows);
  }
}

}  // namespace
}  // namespace chestlens
