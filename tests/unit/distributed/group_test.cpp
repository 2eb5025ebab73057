#include "distributed/group.hpp"

#include "distributed/ranks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

class GroupTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!test::has_groups()) GTEST_SKIP() << "LibTorch has no process groups";
  }
};

TEST_F(GroupTest, SumsOverTheRanks) {
  test::in_ranks(3, [](Group& group) {
    const int rank = group.placement().rank;
    const auto first = torch::full({5}, rank + 1, torch::kFloat32);
    const auto second = torch::full({2, 2}, rank, torch::kInt64);
    const auto wait_first = group.start_sum(first);
    const auto wait_second = group.start_sum(second);
    ASSERT_TRUE(wait_first());
    ASSERT_TRUE(wait_second());
    EXPECT_TRUE(first.equal(torch::full({5}, 6.0F)));
    EXPECT_TRUE(second.equal(torch::full({2, 2}, 3, torch::kInt64)));
  });
}

TEST_F(GroupTest, BroadcastsRankZero) {
  test::in_ranks(2, [](Group& group) {
    const auto tensor = torch::full({3}, group.placement().rank + 7, torch::kFloat32);
    ASSERT_TRUE(group.broadcast(tensor));
    EXPECT_TRUE(tensor.equal(torch::full({3}, 7.0F)));
  });
}

TEST_F(GroupTest, NamesTheRanksThatDidNotCome) {
  const auto group = join_group(test::placement_of(0, 3, test::free_port()), c10::kCPU,
                                {.join_seconds = 0.5, .on_lost = {}});
  ASSERT_FALSE(group);
  EXPECT_EQ(group.error().code, ErrorCode::runtime);
  EXPECT_EQ(group.error().context, "rank 0 of 3");
  EXPECT_THAT(group.error().message, HasSubstr("did not come: 1, 2"));
}

TEST_F(GroupTest, SaysWhereRankZeroWasLookedFor) {
  const std::uint16_t port = test::free_port();
  const auto group =
      join_group(test::placement_of(1, 2, port), c10::kCPU, {.join_seconds = 0.5, .on_lost = {}});
  ASSERT_FALSE(group);
  EXPECT_THAT(group.error().message, HasSubstr("127.0.0.1:" + std::to_string(port)));
}

// Both sides say so: who listens, and who looks for it.
TEST_F(GroupTest, SaysWhomItWaitsFor) {
  for (const int rank : {0, 1}) {
    const std::uint16_t port = test::free_port();
    std::string said;
    const auto group = join_group(
        test::placement_of(rank, 2, port), c10::kCPU,
        {.join_seconds = 3.5, .on_waiting = [&](const std::string& text) { said += text + "\n"; }});
    EXPECT_FALSE(group);
    EXPECT_EQ(said, "rank " + std::to_string(rank) + " of 2: waiting for rank " +
                        std::to_string(1 - rank) + " at 127.0.0.1:" + std::to_string(port) + "\n");
  }
}

// Longer than the time after which the others say that they wait.
TEST_F(GroupTest, ARankMayComeLate) {
  const std::uint16_t port = test::free_port();
  std::vector<std::jthread> ranks;
  for (int rank = 0; rank < 2; ++rank) {
    ranks.emplace_back([rank, port] {
      if (rank == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2500));
      const auto group = join_group(test::placement_of(rank, 2, port), c10::kCPU,
                                    {.join_seconds = 30.0, .on_lost = [](const Error&) {}});
      ASSERT_TRUE(group) << to_string(group.error());
      const auto sum = torch::ones({1});
      EXPECT_TRUE((*group)->start_sum(sum)());
      EXPECT_EQ(sum.item<float>(), 2.0F);
      EXPECT_TRUE((*group)->leave());
    });
  }
}

TEST(GroupWithoutGloo, IsRefusedInWords) {
  if (test::has_groups()) GTEST_SKIP() << "LibTorch has process groups";
  const auto group = join_group(test::placement_of(0, 2, test::free_port()), c10::kCPU, {});
  EXPECT_THAT(group.error().message, HasSubstr("start one process"));
}

}  // namespace
}  // namespace chestlens
