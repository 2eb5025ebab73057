#include "learn/mixup.hpp"

#include "learn/loss.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

TEST(Mixup, SharesAreOfBetaAndAtLeastAHalf) {
  for (const double alpha : {0.1, 0.4, 1.0, 5.0}) {
    const auto share = draw_mixup(alpha, 40'000, 3).share.to(torch::kFloat64);
    EXPECT_GE(share.min().item<double>(), 0.5) << alpha;
    EXPECT_LE(share.max().item<double>(), 1.0) << alpha;
    // Beta(a,a) has the variance 1 / (4 (2a + 1)) about 1/2, and so has its larger half.
    const double variance = (share - 0.5).square().mean().item<double>();
    EXPECT_NEAR(variance, 1.0 / (4.0 * (2.0 * alpha + 1.0)), 0.004) << alpha;
  }
  // Beta(1,1) is uniform, the larger of l and 1 - l uniform in [0.5,1].
  EXPECT_NEAR(draw_mixup(1.0, 40'000, 4).share.mean().item<double>(), 0.75, 0.005);
  EXPECT_GT(draw_mixup(1e-4, 1'000, 5).share.mean().item<double>(), 0.99);
}

TEST(Mixup, DependsOnTheSeedAlone) {
  torch::manual_seed(1);
  const MixupDraw first = draw_mixup(0.4, 32, 8);
  torch::manual_seed(2);
  const MixupDraw same = draw_mixup(0.4, 32, 8);
  EXPECT_TRUE(torch::equal(first.share, same.share));
  EXPECT_TRUE(torch::equal(first.partner, same.partner));
  EXPECT_FALSE(torch::equal(first.share, draw_mixup(0.4, 32, 9).share));
}

TEST(Mixup, MixesEachFilmWithItsPartner) {
  const MixupDraw draw{torch::tensor({0.75F, 1.0F, 0.5F}), torch::tensor({1, 2, 0}, torch::kInt64)};
  const auto images = torch::tensor({0.0F, 0.4F, 1.0F}).view({3, 1, 1, 1}).expand({3, 1, 2, 2});
  const auto mixed = mix(images, draw);
  ASSERT_EQ(mixed.sizes(), images.sizes());
  EXPECT_NEAR(mixed[0][0][1][1].item<double>(), 0.75 * 0.0 + 0.25 * 0.4, 1e-6);
  EXPECT_TRUE(torch::equal(mixed[1], images[1]));
  EXPECT_NEAR(mixed[2][0][0][1].item<double>(), 0.5 * 1.0 + 0.5 * 0.0, 1e-6);
}

// Zhang's loss, lambda * loss(own) + (1 - lambda) * loss(partner), is the loss of mixed targets.
TEST(Mixup, MixedTargetsMixTheLoss) {
  torch::manual_seed(5);
  const auto logits = torch::randn({6, 3});
  const auto labels = torch::tensor({0, 1, 2, 2, 1, 0}, torch::kInt64);
  const auto weights = torch::tensor({0.5F, 1.0F, 2.0F});
  const MixupDraw draw = draw_mixup(0.4, 6, 2);
  const auto targets = soft_targets(labels, 3);
  const auto others = targets.index_select(0, draw.partner);
  for (const double gamma : {0.0, 2.0}) {
    double expected = 0.0;
    for (std::int64_t i = 0; i < 6; ++i) {
      const auto loss_of = [&](const torch::Tensor& target) {
        return focal_loss(logits.narrow(0, i, 1), target.narrow(0, i, 1), gamma, weights)
            .item<double>();
      };
      const double share = draw.share[i].item<double>();
      expected += (share * loss_of(targets) + (1.0 - share) * loss_of(others)) / 6.0;
    }
    const auto mixed = focal_loss(logits, mix(targets, draw), gamma, weights);
    EXPECT_NEAR(mixed.item<double>(), expected, 1e-5) << gamma;
  }
}

}  // namespace
}  // namespace chestlens
