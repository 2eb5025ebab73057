#include "distributed/compare.hpp"

#include "distributed/ranks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(CompareOnRanks, OneRankAgreesWithItself) {
  EXPECT_TRUE(compare_on_ranks(*solo_group(), {{"seed", "7"}}));
}

TEST(CompareOnRanks, EveryRankIsToldWhatDiffersAndWhere) {
  if (!test::has_groups()) GTEST_SKIP() << "LibTorch has no process groups";
  test::in_ranks(3, [](Group& group) {
    const int rank = group.placement().rank;
    EXPECT_TRUE(compare_on_ranks(group, {{"seed", "7"}, {"recipe", std::string(5000, 'x')}}));
    const Status status =
        compare_on_ranks(group, {{"recipe", rank == 2 ? "batch = 8\nlr = 1" : "batch = 16\nlr = 1"},
                                 {"--epochs-scale", "1"},
                                 {"--seed", rank == 0 ? "7" : "8"}});
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::mismatch);
    EXPECT_EQ(status.error().context, "rank " + std::to_string(rank) + " of 3");
    EXPECT_THAT(status.error().message, HasSubstr("recipe of rank 2,"));
    EXPECT_THAT(status.error().message,
                HasSubstr(rank == 0 ? "--seed of ranks 1, 2 (here 7)" : "(here 8)"));
    EXPECT_THAT(status.error().message, Not(HasSubstr("epochs-scale")));
  });
}

// Versions that compare other things must not wait for each other.
TEST(CompareOnRanks, AnotherListIsAnotherVersion) {
  if (!test::has_groups()) GTEST_SKIP() << "LibTorch has no process groups";
  test::in_ranks(2, [](Group& group) {
    std::vector<Common> items{{"seed", "7"}};
    if (group.placement().rank == 1) items.push_back({"recipe", "x"});
    const Status status = compare_on_ranks(group, items);
    ASSERT_FALSE(status);
    EXPECT_THAT(status.error().message, HasSubstr("the program's version of rank 1;"));
  });
}

}  // namespace
}  // namespace chestlens
