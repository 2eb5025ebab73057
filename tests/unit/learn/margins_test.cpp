#include "learn/margins.hpp"

#include "learn/apply_augmentation.hpp"
#include "learn/pixel_noise.hpp"
#include "support/draw_ranges.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <string>
#include <vector>

namespace chestlens {
namespace {

using torch::indexing::None;
using torch::indexing::Slice;

constexpr std::int64_t covered_films = 20'000;

constexpr Augmentation covering{.flip = 0.0,
                                .rotate_degrees = 0.0,
                                .shift = 0.0,
                                .zoom = 1.0,
                                .brightness = 0.0,
                                .contrast = 0.0,
                                .border_probability = 0.6,
                                .border_share = 0.1,
                                .corner_probability = 0.3,
                                .corner_share = 0.25};

MarginDraw drawn_margins(std::uint64_t seed = 3) {
  return draw_augmentation(covering, covered_films, seed).margins;
}

/// Width (of 0) or height (of 1) of a box.
torch::Tensor extent(const MarginDraw& draw, std::int64_t box, std::int64_t direction) {
  const auto edges = draw.boxes.select(1, box);
  return edges.select(1, 2 + direction) - edges.select(1, direction);
}

TEST(DrawMargins, BordersReachTheirShareOnEachSideByItself) {
  const MarginDraw draw = drawn_margins();
  const std::vector<std::int64_t> across{0, 1, 0, 1};  // the depth of left, top, right, bottom
  for (std::int64_t border = 0; border < 4; ++border) {
    const auto direction = across[static_cast<std::size_t>(border)];
    const auto depth = extent(draw, border, direction);
    test::expect_range(depth, 0.0, 0.1);
    EXPECT_NEAR(test::share(depth.gt(0.0)), 0.6, 0.015) << border;
    EXPECT_TRUE(extent(draw, border, 1 - direction).eq(1.0).all().item<bool>()) << border;
  }
  const auto left = extent(draw, 0, 0), right = extent(draw, 2, 0);
  EXPECT_NEAR(test::share(left.gt(0.05).logical_and(right.gt(0.05))), 0.6 / 4.0, 0.015);
}

TEST(DrawMargins, CornersReachTheirShareEachByItself) {
  const MarginDraw draw = drawn_margins();
  for (std::int64_t corner = 4; corner < 8; ++corner) {
    test::expect_range(extent(draw, corner, 0), 0.0, 0.25);
    test::expect_range(extent(draw, corner, 1), 0.0, 0.25);
    EXPECT_NEAR(test::share(extent(draw, corner, 0).gt(0.0)), 0.3, 0.015) << corner;
  }
  const auto both = extent(draw, 4, 0).gt(0.0).logical_and(extent(draw, 7, 0).gt(0.0));
  EXPECT_NEAR(test::share(both), 0.09, 0.01);
}

TEST(DrawMargins, BoxesLieAtTheirBordersAndCorners) {
  const auto boxes = drawn_margins().boxes;
  enum Edge : std::int64_t { left, top, right, bottom };
  const auto all_at = [&](std::int64_t box, Edge edge, double place) {
    return boxes.select(1, box).select(1, edge).eq(place).all().item<bool>();
  };
  EXPECT_TRUE(all_at(0, left, 0.0) && all_at(1, top, 0.0));
  EXPECT_TRUE(all_at(2, right, 1.0) && all_at(3, bottom, 1.0));
  EXPECT_TRUE(all_at(4, left, 0.0) && all_at(4, top, 0.0));
  EXPECT_TRUE(all_at(5, right, 1.0) && all_at(5, top, 0.0));
  EXPECT_TRUE(all_at(6, left, 0.0) && all_at(6, bottom, 1.0));
  EXPECT_TRUE(all_at(7, right, 1.0) && all_at(7, bottom, 1.0));
}

TEST(DrawMargins, FillsComeEquallyOften) {
  const auto fill = drawn_margins().fill;
  for (const MarginFill kind : {MarginFill::mean, MarginFill::noise, MarginFill::black}) {
    EXPECT_NEAR(test::share(fill.eq(static_cast<double>(kind))), 1.0 / 3.0, 0.02);
  }
}

TEST(DrawMargins, DependsOnTheSeedAloneAndLeavesOtherDrawsAlone) {
  EXPECT_TRUE(torch::equal(drawn_margins(5).boxes, drawn_margins(5).boxes));
  EXPECT_FALSE(torch::equal(drawn_margins(5).boxes, drawn_margins(6).boxes));
  Augmentation bare = covering;
  bare.border_probability = bare.corner_probability = 0.0;
  AugmentationDraw without = draw_augmentation(bare, covered_films, 5);
  AugmentationDraw with = draw_augmentation(covering, covered_films, 5);
  EXPECT_TRUE(torch::equal(with.turn, without.turn));
  EXPECT_TRUE(torch::equal(with.holes, without.holes));
  EXPECT_TRUE(torch::equal(with.intensity.noise_seed, without.intensity.noise_seed));
  EXPECT_FALSE(has_covered_margin(without.margins).any().item<bool>());
}

/// A film of 20x20 pixels before and after covers that the test draws.
struct Covered {
  torch::Tensor film, result;
};
Covered cover_film(const std::vector<std::pair<int, std::vector<float>>>& boxes, MarginFill fill) {
  torch::manual_seed(4);
  const auto films = 0.2 + 0.6 * torch::rand({2, 1, 20, 20});
  Augmentation bare = covering;
  bare.border_probability = bare.corner_probability = 0.0;
  AugmentationDraw draw = draw_augmentation(bare, 2, 1);
  for (const auto& [box, edges] : boxes) draw.margins.boxes[1][box] = torch::tensor(edges);
  draw.margins.fill[1] = static_cast<double>(fill);
  draw.margins.noise_seed[1] = 99;
  const auto result = apply_augmentation(films, draw);
  EXPECT_TRUE(torch::equal(result[0], films[0]));
  return {films[1][0], result[1][0]};
}

// A tenth of 20 pixels on the left, 15 % at the bottom, a corner of 4 pixels by 6.
TEST(Margins, HidesTheDrawnBordersAndCorners) {
  const auto [film, result] = cover_film({{0, {0.0F, 0.0F, 0.1F, 1.0F}},
                                          {3, {0.0F, 0.85F, 1.0F, 1.0F}},
                                          {5, {0.8F, 0.0F, 1.0F, 0.3F}}},
                                         MarginFill::black);
  auto expected = film.clone();
  expected.index_put_({Slice(), Slice(None, 2)}, 0.0);
  expected.index_put_({Slice(17, None), Slice()}, 0.0);
  expected.index_put_({Slice(None, 6), Slice(16, None)}, 0.0);
  EXPECT_TRUE(torch::equal(result, expected));
}

TEST(Margins, IsFilledWithTheFilmsMean) {
  const auto [film, result] = cover_film({{1, {0.0F, 0.0F, 1.0F, 0.2F}}}, MarginFill::mean);
  const double mean = film.mean().item<double>();
  EXPECT_LT((result.narrow(0, 0, 4) - mean).abs().max().item<double>(), 1e-6);
  EXPECT_TRUE(torch::equal(result.narrow(0, 4, 16), film.narrow(0, 4, 16)));
}

TEST(Margins, IsFilledWithNoiseOfItsSeed) {
  const auto [film, result] = cover_film({{2, {0.5F, 0.0F, 1.0F, 1.0F}}}, MarginFill::noise);
  const auto noise = uniform_pixels(torch::full({1}, 99, torch::kInt64), 20)[0][0];
  EXPECT_TRUE(torch::equal(result.narrow(1, 10, 10), noise.narrow(1, 10, 10)));
  EXPECT_TRUE(torch::equal(result.narrow(1, 0, 10), film.narrow(1, 0, 10)));
}

TEST(Margins, TakesItsShareOfAFilmAtEverySize) {
  for (const std::int64_t side : {40, 80}) {
    AugmentationDraw draw = draw_augmentation(covering, 1, 1);
    draw.margins.boxes.zero_();
    draw.margins.boxes[0][4] = torch::tensor({0.0F, 0.0F, 0.25F, 0.4F});
    draw.margins.fill[0] = static_cast<double>(MarginFill::black);
    const auto result = apply_augmentation(torch::ones({1, 1, side, side}), draw);
    EXPECT_EQ(result.eq(0.0).sum().item<std::int64_t>(), side * side / 10);
  }
}

TEST(Margins, IsComputedWhereARecipeMayDrawIt) {
  EXPECT_FALSE(may_cover_margins(Augmentation{}));
  EXPECT_TRUE(may_cover_margins(covering));
  EXPECT_TRUE(may_cover_margins(Augmentation{.border_probability = 0.1}));
  EXPECT_TRUE(may_cover_margins(Augmentation{.corner_probability = 0.1}));
  EXPECT_FALSE(may_cover_margins(Augmentation{.border_probability = 0.1, .border_share = 0.0}));
}

TEST(DescribeMargins, NamesBordersCornersAndTheirFill) {
  MarginDraw draw = draw_augmentation({}, 3, 1).margins;
  draw.fill.copy_(torch::tensor({0.0F, 1.0F, 2.0F}));
  EXPECT_TRUE(describe(draw, 0).empty());
  draw.boxes[0][0][2] = 0.05;
  EXPECT_EQ(describe(draw, 0), std::vector<std::string>{"border in its mean"});
  draw.boxes[1][4] = torch::tensor({0.0F, 0.0F, 0.1F, 0.1F});
  EXPECT_EQ(describe(draw, 1), std::vector<std::string>{"1 corner in noise"});
  draw.boxes[2][1][3] = 0.05;
  draw.boxes[2][4] = draw.boxes[1][4];
  draw.boxes[2][7] = torch::tensor({0.9F, 0.9F, 1.0F, 1.0F});
  EXPECT_EQ(describe(draw, 2), std::vector<std::string>{"border and 2 corners in black"});
}

}  // namespace
}  // namespace chestlens
