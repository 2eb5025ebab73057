#include <chestlens/explain.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A film of 4 x 4 whose mean is 1; one pixel, which alone makes the logit, has 9.
const FloatImage spot{4, 4, {0, 0, 0, 0, 0, 9, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0}};

Result<std::vector<float>> logits_of_spot(std::span<const float> films, int count) {
  std::vector<float> logits;
  for (int i = 0; i < count; ++i) {
    const float value = films[static_cast<std::size_t>(i) * 16 + 5];
    logits.push_back(value);
    logits.push_back(-value);
  }
  return logits;
}

TEST(Occlusion, IsWhatTheLogitLosesUnderThePatchesOfAPixel) {
  // Patches of 2 at 0, 1 and 2 of both sides: nine. Four of them cover the spot and lose 9 - 1.
  const std::vector<float> logits{9, -9};
  const auto maps = occlusion(spot, logits, logits_of_spot,
                              {.patch_pixels = 2, .stride_pixels = 1, .batch_films = 4});
  ASSERT_TRUE(maps) << to_string(maps.error());
  EXPECT_THAT((*maps)[0].pixels, ElementsAre(8, 8, 4, 0, 8, 8, 4, 0, 4, 4, 2, 0, 0, 0, 0, 0));
  EXPECT_THAT((*maps)[1].pixels,
              ElementsAre(-8, -8, -4, 0, -8, -8, -4, 0, -4, -4, -2, 0, 0, 0, 0, 0));
}

TEST(Occlusion, ReachesTheEndOfASideThatThePatchesDoNotDivide) {
  const std::vector<float> logits{9, -9};
  int last = 0;
  const auto maps = occlusion(spot, logits, logits_of_spot,
                              {.patch_pixels = 3,
                               .stride_pixels = 3,
                               .batch_films = 3,
                               .progress = [&](int done, int total) {
                                 EXPECT_EQ(total, 4);
                                 last = done;
                                 return true;
                               }});
  ASSERT_TRUE(maps) << to_string(maps.error());
  EXPECT_EQ(last, 4);
  EXPECT_EQ((*maps)[0].pixels[0], 8.0F);
  EXPECT_EQ((*maps)[0].pixels[15], 8.0F);  // under one patch, which covers the spot
}

TEST(Occlusion, Stops) {
  const std::vector<float> logits{9, -9};
  const auto maps = occlusion(
      spot, logits, logits_of_spot,
      {.patch_pixels = 2, .stride_pixels = 1, .batch_films = 2, .progress = [](int done, int) {
         return done < 4;
       }});
  ASSERT_FALSE(maps);
  EXPECT_EQ(maps.error().code, ErrorCode::interrupted);
}

TEST(Occlusion, RefusesWhatDoesNotFit) {
  const std::vector<float> logits{9, -9};
  const auto refusal = [&](const OcclusionOptions& options) {
    return occlusion(spot, logits, logits_of_spot, options).error().message;
  };
  EXPECT_THAT(refusal({.patch_pixels = 5}), HasSubstr("the patch must be 1 to 4 pixels wide"));
  EXPECT_THAT(refusal({.patch_pixels = 2, .stride_pixels = 3}), HasSubstr("the stride must be"));
  EXPECT_THAT(refusal({.patch_pixels = 2, .stride_pixels = 0}), HasSubstr("the stride must be"));
  EXPECT_FALSE(occlusion({}, logits, logits_of_spot));
}

}  // namespace
}  // namespace chestlens
