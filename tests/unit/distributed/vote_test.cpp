#include "distributed/vote.hpp"

#include "distributed/ranks.hpp"

#include <gtest/gtest.h>

namespace chestlens {
namespace {

TEST(Vote, CountsAtOnceWhereThereIsOneRank) {
  const auto group = solo_group();
  Vote vote(*group);
  EXPECT_FALSE(vote.cast({}).value().stop);
  EXPECT_TRUE(vote.cast({.stop = true}).value().stop);
  EXPECT_TRUE(vote.cast({.save = true}).value().save);
}

TEST(Vote, StopsAndSavesOnAllRanksBeforeTheSameBatch) {
  if (!test::has_groups()) GTEST_SKIP() << "LibTorch has no process groups";
  test::in_ranks(3, [](Group& group) {
    Vote vote(group);
    const int rank = group.placement().rank;
    int batches = 0, saved_after = -1;
    for (;; ++batches) {
      const Wishes decided =
          vote.cast({.stop = rank == 1 && batches >= 4, .save = rank == 2 && batches == 2}).value();
      if (decided.save) saved_after = batches;
      if (decided.stop) break;
    }
    EXPECT_EQ(saved_after, 3);
    EXPECT_EQ(batches, 5);
  });
}

}  // namespace
}  // namespace chestlens
