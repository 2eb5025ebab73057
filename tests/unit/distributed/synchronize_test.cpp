#include "distributed/synchronize.hpp"

#include "distributed/ranks.hpp"
#include "distributed/share.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

class SynchronizeTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!test::has_groups()) GTEST_SKIP() << "LibTorch has no process groups";
  }
};

TEST_F(SynchronizeTest, BroadcastsWeightsOfAnyLayout) {
  test::in_ranks(2, [](Group& group) {
    const int rank = group.placement().rank;
    torch::nn::Sequential module(torch::nn::Conv2d(2, 3, 3), torch::nn::BatchNorm2d(3));
    const torch::NoGradGuard no_grad;
    auto weight = module->parameters()[0];
    if (rank == 1) weight.set_data(weight.contiguous(torch::MemoryFormat::ChannelsLast));
    const auto expected = torch::arange(54.0F).view({3, 2, 3, 3});
    if (rank == 0) weight.copy_(expected);
    module->buffers()[0].fill_(rank);
    module->named_buffers()["1.num_batches_tracked"].fill_(rank + 5);
    ASSERT_TRUE(broadcast_weights(group, *module));
    EXPECT_TRUE(weight.equal(expected));
    EXPECT_EQ(module->buffers()[0].sum().item<float>(), 0.0F);
    EXPECT_EQ(module->named_buffers()["1.num_batches_tracked"].item<int>(), 5);
  });
}

TEST_F(SynchronizeTest, BroadcastsText) {
  test::in_ranks(2, [](Group& group) {
    const bool first = group.placement().rank == 0;
    EXPECT_EQ(broadcast_text(group, first ? "a film\n" : "").value(), "a film\n");
    EXPECT_EQ(broadcast_text(group, first ? "" : "dropped").value(), "");
  });
}

TEST_F(SynchronizeTest, PoolsNormStatisticsLikeOneSample) {
  torch::manual_seed(4);
  const auto films = torch::randn({2, 50, 3}) * 2.0 + torch::arange(2.0).view({2, 1, 1}) * 3.0;
  const auto together = films.view({100, 3}).to(torch::kFloat64);
  test::in_ranks(2, [&](Group& group) {
    torch::nn::BatchNorm1d norm(3);
    const torch::NoGradGuard no_grad;
    const auto own = films[group.placement().rank];
    norm->running_mean.copy_(own.mean(0));
    norm->running_var.copy_(own.var(0, /*unbiased=*/false));
    ASSERT_TRUE(pool_norm_statistics(group, *norm));
    EXPECT_TRUE(norm->running_mean.allclose(together.mean(0).to(torch::kFloat32), 1e-5, 1e-5));
    EXPECT_TRUE(norm->running_var.allclose(together.var(0, false).to(torch::kFloat32), 1e-5, 1e-5));
  });
}

TEST_F(SynchronizeTest, AModuleWithoutNormsIsLeftAlone) {
  test::in_ranks(
      2, [](Group& group) { ASSERT_TRUE(pool_norm_statistics(group, *torch::nn::Linear(2, 2))); });
}

TEST_F(SynchronizeTest, SumsNumbers) {
  test::in_ranks(2, [](Group& group) {
    const auto sums = sum_numbers(group, {1.5, group.placement().rank * 10.0}).value();
    EXPECT_EQ(sums, (std::vector<double>{3.0, 10.0}));
  });
}

TEST_F(SynchronizeTest, GathersRowsOfUnevenShares) {
  const auto rows = torch::arange(14.0F).view({7, 2});
  test::in_ranks(3, [&](Group& group) {
    const RowRange range = rows_of_rank(7, group.placement().rank, 3);
    const auto own = rows.slice(0, range.begin, range.end);
    EXPECT_TRUE(gather_rows(group, own, 7).value().equal(rows));
  });
}

TEST(SynchronizeAlone, ChangesNothing) {
  const auto group = solo_group();
  torch::nn::Sequential module(torch::nn::Linear(2, 3), torch::nn::BatchNorm1d(3));
  module->forward(torch::rand({4, 2}));
  const auto mean = module->named_buffers()["1.running_mean"].clone();
  const auto variance = module->named_buffers()["1.running_var"].clone();
  ASSERT_TRUE(broadcast_weights(*group, *module));
  ASSERT_TRUE(pool_norm_statistics(*group, *module));
  EXPECT_TRUE(module->named_buffers()["1.running_mean"].equal(mean));
  EXPECT_TRUE(module->named_buffers()["1.running_var"].equal(variance));
  EXPECT_EQ(broadcast_text(*group, "as it was").value(), "as it was");
  EXPECT_TRUE(gather_rows(*group, mean, 3).value().equal(mean));
}

}  // namespace
}  // namespace chestlens
