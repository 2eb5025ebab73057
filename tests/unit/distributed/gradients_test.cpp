#include "distributed/gradients.hpp"

#include "distributed/ranks.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

class GradientAveragerTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!test::has_groups()) GTEST_SKIP() << "LibTorch has no process groups";
  }
};

/// Leaves whose gradients of `sum(leaf * factor)` are known.
std::vector<torch::Tensor> leaves() {
  return {torch::ones({3}).requires_grad_(),
          torch::ones({2, 3, 4, 4}).contiguous(torch::MemoryFormat::ChannelsLast).requires_grad_(),
          torch::ones({7}).requires_grad_()};
}

TEST_F(GradientAveragerTest, GivesTheMeanWhateverTheBuckets) {
  const auto slope = torch::arange(96.0F).view({2, 3, 4, 4});
  for (const std::int64_t bucket_bytes : {1, 100, 1 << 20}) {
    test::in_ranks(2, [&](Group& group) {
      const auto parameters = leaves();
      GradientAverager averager(group, parameters, bucket_bytes);
      for (int backward = 1; backward <= 3; ++backward) {
        for (auto parameter : parameters) parameter.mutable_grad() = torch::Tensor();
        const float factor = static_cast<float>(backward * (group.placement().rank + 1));
        const auto loss = (parameters[0] * factor).sum() + (parameters[1] * slope * factor).sum() +
                          (parameters[2] * 2.0F * factor).sum();
        loss.backward();
        ASSERT_TRUE(averager.finish());
        const float mean = 1.5F * static_cast<float>(backward);
        EXPECT_TRUE(parameters[0].grad().allclose(torch::full({3}, mean)));
        EXPECT_TRUE(parameters[1].grad().allclose(slope * mean));
        EXPECT_TRUE(parameters[2].grad().allclose(torch::full({7}, 2.0F * mean)));
      }
    });
  }
}

// As after a CUDA graph, which calls no hook.
TEST_F(GradientAveragerTest, TakesGradientsAtTheEndThatNoHookSaw) {
  test::in_ranks(2, [](Group& group) {
    auto parameters = leaves();
    parameters[1].set_requires_grad(false);
    GradientAverager averager(group, parameters, 1 << 20, Taking::at_the_end);
    for (int step = 1; step <= 3; ++step) {
      const float factor = static_cast<float>(step * (group.placement().rank + 1));
      parameters[0].mutable_grad() = torch::full({3}, factor);
      parameters[2].mutable_grad() = torch::full({7}, 2.0F * factor);
      ASSERT_TRUE(averager.finish());
      const float mean = 1.5F * static_cast<float>(step);
      EXPECT_TRUE(parameters[0].grad().allclose(torch::full({3}, mean)));
      EXPECT_TRUE(parameters[2].grad().allclose(torch::full({7}, 2.0F * mean)));
    }
  });
}

TEST_F(GradientAveragerTest, TakesTheSumOfBackwardsThatWereDeferred) {
  test::in_ranks(2, [](Group& group) {
    const auto parameters = leaves();
    GradientAverager averager(group, parameters, 1);
    for (int backward = 1; backward <= 3; ++backward) {
      averager.defer(backward < 3);
      const float factor = static_cast<float>(backward * (group.placement().rank + 1));
      (parameters[0] * factor).sum().backward();
    }
    ASSERT_TRUE(averager.finish());
    EXPECT_TRUE(parameters[0].grad().allclose(torch::full({3}, 1.5F * 6.0F)));
  });
}

/// Counts the sums that are started; its ranks all give the same.
class CountingGroup final : public Group {
 public:
  const Placement& placement() const override { return placement_; }
  std::function<Status()> start_sum(const torch::Tensor&) override {
    ++started;
    return [] { return Status(); };
  }
  Status broadcast(const torch::Tensor&) override { return {}; }
  Status leave() override { return {}; }

  int started = 0;

 private:
  Placement placement_ = test::placement_of(0, 2, 0);
};

TEST(GradientAverager, StartsEachBucketsSumWhileBackwardGoesOn) {
  CountingGroup group;
  const auto parameters = leaves();
  GradientAverager averager(group, parameters, 1);  // a bucket each
  // Backward comes by the last parameter first, then asks how many sums are under way.
  int when_the_first_is_reached = -1;
  const auto first = parameters[0] * 2.0F;
  first.register_hook([&](const torch::Tensor&) { when_the_first_is_reached = group.started; });
  auto loss = first.sum();
  loss = loss * parameters[1].sum();
  loss = loss * parameters[2].sum();
  loss.backward();
  EXPECT_GT(when_the_first_is_reached, 0);
  EXPECT_EQ(group.started, 3);
  ASSERT_TRUE(averager.finish());
  EXPECT_EQ(group.started, 3);
}

TEST_F(GradientAveragerTest, AParameterWithoutAGradientStaysWithout) {
  test::in_ranks(2, [](Group& group) {
    const auto parameters = leaves();
    GradientAverager averager(group, parameters, 1);
    (parameters[2] * static_cast<float>(group.placement().rank)).sum().backward();
    ASSERT_TRUE(averager.finish());
    EXPECT_FALSE(parameters[0].grad().defined());
    EXPECT_TRUE(parameters[2].grad().allclose(torch::full({7}, 0.5F)));
    (parameters[0] + 1.0F).sum().backward();
    ASSERT_TRUE(averager.finish());
    EXPECT_TRUE(parameters[0].grad().allclose(torch::ones({3})));
  });
}

TEST_F(GradientAveragerTest, PassesOverFrozenParameters) {
  test::in_ranks(2, [](Group& group) {
    auto parameters = leaves();
    parameters[1].set_requires_grad(false);
    GradientAverager averager(group, parameters);
    (parameters[0].sum() + parameters[1].sum() + parameters[2].sum()).backward();
    ASSERT_TRUE(averager.finish());
    EXPECT_FALSE(parameters[1].grad().defined());
    EXPECT_TRUE(parameters[0].grad().allclose(torch::ones({3})));
  });
}

TEST_F(GradientAveragerTest, TakesItsHooksAway) {
  test::in_ranks(2, [](Group& group) {
    const auto parameters = leaves();
    {
      const GradientAverager averager(group, parameters);
    }
    (parameters[0] * static_cast<float>(group.placement().rank)).sum().backward();
    EXPECT_TRUE(parameters[0].grad().allclose(
        torch::full({3}, static_cast<float>(group.placement().rank))));
  });
}

}  // namespace
}  // namespace chestlens
