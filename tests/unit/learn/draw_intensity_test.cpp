#include "learn/draw_augmentation.hpp"
#include "support/draw_ranges.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using test::expect_range;
using test::share;

constexpr std::int64_t many_films = 20'000;

constexpr Augmentation strong_intensity{.intensity_probability = 0.4,
                                        .gamma = 2.0,
                                        .histogram = 0.5,
                                        .blur_pixels = 2.0,
                                        .resolution = 0.5,
                                        .noise = 0.1,
                                        .jpeg_quality = 30};

IntensityDraw drawn_intensity(const Augmentation& augmentation, std::uint64_t seed = 3) {
  return draw_augmentation(augmentation, many_films, seed).intensity;
}

TEST(DrawIntensity, StaysInItsRangesAndReachesThem) {
  const IntensityDraw draw = drawn_intensity(strong_intensity);
  expect_range(draw.gamma, 0.5, 2.0);
  expect_range(draw.blur, 0.0, 2.0 / 224.0);
  expect_range(draw.resolution, 0.5, 1.0);
  expect_range(draw.noise, 0.0, 0.1);
  expect_range(draw.jpeg_quality, 30.0, 100.0);
  EXPECT_TRUE(torch::equal(draw.jpeg_quality, draw.jpeg_quality.round()));
  EXPECT_GT(draw.noise_seed.max().item<std::int64_t>(), 4'000'000'000);
  EXPECT_LT(draw.noise_seed.max().item<std::int64_t>(), std::int64_t{1} << 32);
}

TEST(DrawIntensity, DrawsEachChangeByItself) {
  const IntensityDraw draw = drawn_intensity(strong_intensity);
  constexpr double error = 0.015;
  const auto bent = draw.curve.ne(straight_curve(draw.curve.options())).any(1);
  EXPECT_NEAR(share(draw.gamma.ne(1.0)), 0.4, error);
  EXPECT_NEAR(share(bent), 0.4, error);
  EXPECT_NEAR(share(draw.blur.gt(0.0)), 0.4, error);
  EXPECT_NEAR(share(draw.resolution.lt(1.0)), 0.4, error);
  EXPECT_NEAR(share(draw.noise.gt(0.0)), 0.4, error);
  EXPECT_NEAR(share(draw.jpeg_quality.lt(100.0)), 0.4 * 70.0 / 71.0,
              error);  // 100 may be drawn_intensity
  EXPECT_NEAR(share(bent.logical_and(draw.noise.gt(0.0))), 0.16, error);
}

// Half of gammas brighten: the logarithm is drawn_intensity.
TEST(DrawIntensity, GammasAreEvenEitherWay) {
  EXPECT_NEAR(share(drawn_intensity(strong_intensity).gamma.lt(1.0)), 0.2, 0.015);
}

TEST(DrawIntensity, CurvesRiseFromBlackToWhite) {
  Augmentation wild = strong_intensity;
  wild.histogram = 1.0;
  const auto curve = drawn_intensity(wild).curve;
  ASSERT_EQ(curve.sizes(), (torch::IntArrayRef{many_films, curve_pieces + 1}));
  EXPECT_TRUE(curve.diff(1, 1).ge(0.0).all().item<bool>());
  EXPECT_TRUE(curve.select(1, 0).eq(0.0).all().item<bool>());
  EXPECT_LT((curve.select(1, curve_pieces) - 1.0).abs().max().item<double>(), 1e-6);
  EXPECT_LE(curve.max().item<double>(), 1.0);
}

// Full strength spaces points uniformly: after 4 of 8 pieces Beta(4,4), of variance 1/36. Half of
// the strength at most, uniform, scales that variance by the mean of s^2, 1/12.
TEST(DrawIntensity, CurvesBendByTheStrength) {
  Augmentation always = strong_intensity;
  always.intensity_probability = 1.0;
  const auto middle = drawn_intensity(always).curve.select(1, curve_pieces / 2);
  EXPECT_NEAR(middle.mean().item<double>(), 0.5, 0.002);
  EXPECT_NEAR(middle.var().item<double>(), 1.0 / 36.0 / 12.0, 1e-4);
}

TEST(DrawIntensity, LeavesFilmsAndOtherDrawsAlone) {
  const AugmentationDraw usual = draw_augmentation({}, many_films, 3);
  for (std::int64_t film = 0; film < 50; ++film) {
    EXPECT_TRUE(describe(usual.intensity, film).empty());
  }
  AugmentationDraw draw = draw_augmentation(strong_intensity, many_films, 3);
  EXPECT_TRUE(torch::equal(draw.turn, usual.turn));
  EXPECT_TRUE(torch::equal(draw.contrast, usual.contrast));
  EXPECT_TRUE(torch::equal(draw.stretch, usual.stretch));
  EXPECT_TRUE(torch::equal(draw.holes, usual.holes));
}

// A key's change leaves the others' draws: recipes can be compared key by key.
TEST(DrawIntensity, OneKeysDrawsDoNotDependOnAnothers) {
  Augmentation other = strong_intensity;
  other.gamma = 1.0;
  other.histogram = 0.0;
  EXPECT_TRUE(torch::equal(drawn_intensity(other).noise, drawn_intensity(strong_intensity).noise));
  EXPECT_TRUE(torch::equal(drawn_intensity(other).noise_seed,
                           drawn_intensity(strong_intensity).noise_seed));
  EXPECT_TRUE(torch::equal(drawn_intensity(other).jpeg_quality,
                           drawn_intensity(strong_intensity).jpeg_quality));
}

TEST(DrawIntensity, DependsOnTheSeedAlone) {
  torch::manual_seed(1);
  IntensityDraw first = drawn_intensity(strong_intensity, 42);
  torch::manual_seed(2);
  IntensityDraw same = drawn_intensity(strong_intensity, 42),
                other = drawn_intensity(strong_intensity, 43);
  const auto of_first = tensors_of(first), of_same = tensors_of(same), of_other = tensors_of(other);
  ASSERT_EQ(of_first.size(), 7U);
  for (std::size_t i = 0; i < of_first.size(); ++i) {
    EXPECT_TRUE(torch::equal(*of_first[i], *of_same[i])) << i;
    EXPECT_FALSE(torch::equal(*of_first[i], *of_other[i])) << i;
  }
}

TEST(DescribeIntensity, NamesWhatAFilmGoesThrough) {
  IntensityDraw draw = draw_augmentation({}, 2, 1).intensity;
  draw.gamma[1] = 0.8;
  draw.curve[1][3] = 0.5;  // from 0.375
  draw.blur[1] = 1.5 / 224.0;
  draw.resolution[1] = 0.62;
  draw.noise[1] = 0.0304;
  draw.jpeg_quality[1] = 40.0;
  EXPECT_TRUE(describe(draw, 0).empty());
  EXPECT_EQ(describe(draw, 1),
            (std::vector<std::string>{"gamma 0.80", "levels bent by 0.12", "blurred 1.5 px",
                                      "shrunk to 62 %", "noise 0.030", "JPEG 40"}));
}

}  // namespace
}  // namespace chestlens
