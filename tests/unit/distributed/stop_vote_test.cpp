#include "distributed/stop_vote.hpp"

#include "distributed/ranks.hpp"

#include <gtest/gtest.h>

namespace chestlens {
namespace {

TEST(StopVote, CountsAtOnceWhereThereIsOneRank) {
  const auto group = solo_group();
  StopVote vote(*group);
  EXPECT_FALSE(vote.cast(false).value());
  EXPECT_TRUE(vote.cast(true).value());
}

TEST(StopVote, StopsAllRanksBeforeTheSameBatch) {
  if (!test::has_groups()) GTEST_SKIP() << "LibTorch has no process groups";
  test::in_ranks(3, [](Group& group) {
    StopVote vote(group);
    int batches = 0;
    while (!vote.cast(group.placement().rank == 1 && batches >= 4).value()) ++batches;
    EXPECT_EQ(batches, 5);
  });
}

}  // namespace
}  // namespace chestlens
