#include <chestlens/ensemble.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <utility>

namespace chestlens {
namespace {

using ::testing::HasSubstr;

TEST(EnsembleHeatmap, IsTheWeightedMeanOfScaledMaps) {
  // Maxima 2 and 10 become 1; weights 3 and 1 become 3/4 and 1/4: {.25, .75, .5} over .75.
  const std::vector<WeightedHeatmap> members{{{3, 1, {0, 2, 1}}, 3.0}, {{3, 1, {10, 0, 5}}, 1.0}};
  const Result<FloatImage> map = ensemble_heatmap(members);
  ASSERT_TRUE(map) << to_string(map.error());
  EXPECT_EQ(map->width_pixels, 3);
  EXPECT_EQ(map->height_pixels, 1);
  EXPECT_FLOAT_EQ(map->pixels[0], 1.0F / 3.0F);
  EXPECT_FLOAT_EQ(map->pixels[1], 1.0F);
  EXPECT_FLOAT_EQ(map->pixels[2], 2.0F / 3.0F);
}

TEST(EnsembleHeatmap, OneMemberIsItselfToTheLastBit) {
  FloatImage map{7, 5, std::vector<float>(35)};
  for (std::size_t i = 0; i < map.pixels.size(); ++i) {
    map.pixels[i] = static_cast<float>(i) / 34.0F;
  }
  const Result<FloatImage> alone = ensemble_heatmap(std::vector<WeightedHeatmap>{{map, 1.0}});
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->pixels, map.pixels);
}

TEST(EnsembleHeatmap, EnlargesBilinearlyToTheLargestMember) {
  // Two cells over four pixels: 0, 1/4, 3/4, 1, as the overlay draws them.
  const std::vector<WeightedHeatmap> members{{{2, 1, {0, 1}}, 1.0}, {{4, 1, {0, 0, 0, 0}}, 1.0}};
  const Result<FloatImage> map = ensemble_heatmap(members);
  ASSERT_TRUE(map) << to_string(map.error());
  EXPECT_EQ(map->pixels, (std::vector<float>{0, 0.25F, 0.75F, 1}));
}

TEST(EnsembleHeatmap, SizesOfDifferentNetworksMeet) {
  // 3 x 3 and 4 x 4: the corner of both stays the hottest, the map's mean stays in between.
  FloatImage small{3, 3, {1, 0, 0, 0, 0, 0, 0, 0, 0}};
  FloatImage large{4, 4, std::vector<float>(16, 0.0F)};
  large.pixels[0] = 5.0F;
  for (const bool small_first : {true, false}) {
    std::vector<WeightedHeatmap> members{{small, 0.4}, {large, 0.6}};
    if (!small_first) std::swap(members[0], members[1]);
    const Result<FloatImage> map = ensemble_heatmap(members);
    ASSERT_TRUE(map) << to_string(map.error());
    EXPECT_EQ(map->width_pixels, 4);
    EXPECT_EQ(map->height_pixels, 4);
    EXPECT_EQ(map->pixels[0], 1.0F);
    // The second pixel's centre lies at 5/8 of a cell: 3/8 of the small map's heat, weight 0.4.
    EXPECT_NEAR(map->pixels[1], 0.4 * 0.375, 1e-6);
    EXPECT_EQ(map->pixels[15], 0.0F);
  }
}

TEST(EnsembleHeatmap, ColdMembersStayCold) {
  const std::vector<WeightedHeatmap> members{{{2, 1, {0, 0}}, 1.0}, {{1, 1, {0}}, 2.0}};
  const Result<FloatImage> map = ensemble_heatmap(members);
  ASSERT_TRUE(map);
  EXPECT_EQ(map->pixels, (std::vector<float>{0, 0}));
}

TEST(EnsembleHeatmap, AMemberOfNoWeightCountsForNothing) {
  const std::vector<WeightedHeatmap> members{{{2, 1, {0.5F, 1}}, 0.7}, {{2, 1, {1, 0}}, 0.0}};
  const Result<FloatImage> map = ensemble_heatmap(members);
  ASSERT_TRUE(map);
  EXPECT_FLOAT_EQ(map->pixels[0], 0.5F);
}

TEST(EnsembleHeatmap, RefusesBadMembers) {
  const auto refuses = [](const std::vector<WeightedHeatmap>& members, std::string_view part) {
    const Result<FloatImage> map = ensemble_heatmap(members);
    ASSERT_FALSE(map) << part;
    EXPECT_EQ(map.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(map.error().message, HasSubstr(part));
  };
  const FloatImage good{2, 1, {0, 1}};
  refuses({}, "no members");
  refuses({{good, 1}, {{}, 1}}, "member 1's heat-map is empty");
  refuses({{{2, 2, {1}}, 1}}, "member 0's heat-map is empty");
  refuses({{{1, 1, {std::nanf("")}}, 1}}, "heat is 0 or more");
  refuses({{{1, 1, {-0.5F}}, 1}}, "member 0's heat-map holds -0.5");
  refuses({{good, -1}}, "weight -1");
  refuses({{good, HUGE_VAL}}, "weight inf");
  refuses({{good, 0}, {good, 0}}, "every weight of the ensemble is 0");
}

TEST(EnsembleMembers, TellTheSameClassesOfTheSameView) {
  Card first;
  first.name = "light";
  first.classes = {"normal", "viral"};
  Card other = first;
  other.name = "dense";
  other.input.size_pixels = 128;
  EXPECT_TRUE(check_members(first, other));

  other.classes = {"viral", "normal"};
  const Status classes = check_members(first, other);
  ASSERT_FALSE(classes);
  EXPECT_EQ(classes.error().code, ErrorCode::mismatch);
  EXPECT_EQ(classes.error().context, "light and dense");
  EXPECT_THAT(classes.error().message, HasSubstr("(normal, viral; viral, normal)"));

  other.classes = first.classes;
  other.input.fit = FitMode::letterbox;
  const Status fit = check_members(first, other);
  ASSERT_FALSE(fit);
  EXPECT_EQ(fit.error().context, "light and dense");
  EXPECT_THAT(fit.error().message, HasSubstr("input.fit squash; letterbox"));
}

}  // namespace
}  // namespace chestlens
