#include "learn/cutmix.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>

namespace chestlens {
namespace {

constexpr std::int64_t height = 48, width = 64;

CutmixDraw drawn(double alpha, std::int64_t films, std::uint64_t seed) {
  return draw_cutmix(alpha, {films, 1, height, width}, seed);
}

// Each film has one grey level: what it has of another one's was pasted.
TEST(Cutmix, TheShareIsThatOfThePixelsThatAreStillTheFilms) {
  constexpr std::int64_t films = 200;
  const auto levels = torch::arange(films).to(torch::kFloat32);
  const auto images = levels.view({films, 1, 1, 1}).expand({films, 1, height, width});
  const CutmixDraw draw = drawn(1.0, films, 5);
  const auto pasted = paste(images, draw);
  int with_a_box = 0;
  for (std::int64_t i = 0; i < films; ++i) {
    const auto own = draw.pairs.partner[i].item<std::int64_t>() == i;
    const auto kept = pasted[i].eq(levels[i]).to(torch::kFloat64).mean().item<double>();
    const auto share = draw.pairs.share[i].item<double>();
    if (!own) {
      EXPECT_NEAR(kept, share, 1e-6) << i;
    }
    const auto others = pasted[i].masked_select(pasted[i].ne(levels[i]));
    if (others.numel() == 0) continue;
    ++with_a_box;
    EXPECT_TRUE(others.eq(levels[draw.pairs.partner[i]]).all().item<bool>()) << i;
  }
  EXPECT_GT(with_a_box, 150);
}

TEST(Cutmix, PastesThePartnersPixelsOfTheSamePlace) {
  const auto images = torch::arange(32.0F).view({2, 1, 4, 4});
  const CutmixDraw draw{{torch::tensor({0.75F, 1.0F}), torch::tensor({1, 0}, torch::kInt64)},
                        torch::tensor({{1, 2, 3, 4}, {0, 0, 0, 0}}, torch::kInt64)};
  auto expected = images.clone();
  for (const int row : {2, 3}) {
    for (const int column : {1, 2}) expected[0][0][row][column] = images[1][0][row][column];
  }
  EXPECT_TRUE(torch::equal(paste(images, draw), expected));
}

// Yun's rand_bbox: sides of sqrt(1 - l), so the largest box of a share is rarely cut off.
TEST(Cutmix, BoxesHaveTheFilmsFormAndStayWithinIt) {
  const auto box = drawn(1.0, 20'000, 6).box;
  const auto sides = box.unbind(1);
  EXPECT_GE(box.min().item<std::int64_t>(), 0);
  EXPECT_LE(sides[2].max().item<std::int64_t>(), width);
  EXPECT_LE(sides[3].max().item<std::int64_t>(), height);
  const auto uncut = sides[0].gt(0) & sides[1].gt(0) & sides[2].lt(width) & sides[3].lt(height);
  const auto wide = (sides[2] - sides[0]).masked_select(uncut).to(torch::kFloat64) / width;
  const auto high = (sides[3] - sides[1]).masked_select(uncut).to(torch::kFloat64) / height;
  EXPECT_LE((wide - high).abs().max().item<double>(), 2.0 / height);
  // The side is the root of a uniform number: between a fifth and three tenths in 1 of 20 boxes,
  // and it fits where its centre is not nearer to the border than half of it.
  const auto share = wide.ge(0.2).logical_and(wide.lt(0.3)).sum().item<double>() / 20'000;
  EXPECT_NEAR(share, 0.05 * 0.75 * 0.75, 0.006);
}

TEST(Cutmix, ASmallAlphaLeavesOrReplacesNearlyAll) {
  const auto side = drawn(0.05, 4'000, 7).box.to(torch::kFloat64);
  const auto area = (side.select(1, 2) - side.select(1, 0)) *
                    (side.select(1, 3) - side.select(1, 1)) / static_cast<double>(width * height);
  EXPECT_GT(area.lt(0.01).to(torch::kFloat64).mean().item<double>(), 0.4);
  const auto alike = drawn(50.0, 4'000, 7).pairs.share.to(torch::kFloat64);
  EXPECT_LT(alike.max().item<double>(), 0.95);  // l is near a half; a box at a corner is cut to 1/4
  EXPECT_GT(alike.min().item<double>(), 0.3);
}

TEST(Cutmix, DependsOnTheSeedAlone) {
  torch::manual_seed(1);
  const CutmixDraw first = drawn(0.4, 32, 8);
  torch::manual_seed(2);
  const CutmixDraw same = drawn(0.4, 32, 8);
  EXPECT_TRUE(torch::equal(first.box, same.box));
  EXPECT_TRUE(torch::equal(first.pairs.partner, same.pairs.partner));
  EXPECT_FALSE(torch::equal(first.box, drawn(0.4, 32, 9).box));
}

}  // namespace
}  // namespace chestlens
