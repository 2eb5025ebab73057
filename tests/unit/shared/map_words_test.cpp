#include <chestlens/map_words.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<MethodMaps> two_methods{
    {MapMethod::hires_cam, {{2, 1, {1.0F, -3.0F}}, {2, 1, {4.0F, 0.0F}}}, {}},
    {MapMethod::recipro_cam, {{2, 1, {0.5F, 0.0F}}, {2, 1, {0.25F, 0.0F}}}, {}},
    {MapMethod::fine_hires_cam, {}, "needs format 2"}};

TEST(MapScale, IsEachMapsOwn) {
  EXPECT_THAT(map_units(two_methods, {.scale = MapScale::own}),
              ElementsAre(ElementsAre(1.0F, 4.0F), ElementsAre(0.5F, 0.25F), IsEmpty()));
}

TEST(MapScale, IsTheMethodsForAllClasses) {
  EXPECT_THAT(map_units(two_methods, {.scale = MapScale::shared}),
              ElementsAre(ElementsAre(4.0F, 4.0F), ElementsAre(0.5F, 0.5F), IsEmpty()));
}

TEST(MapScale, IsOneForAllClassesAndMethods) {
  EXPECT_THAT(map_units(two_methods, {.scale = MapScale::all}),
              ElementsAre(ElementsAre(4.0F, 4.0F), ElementsAre(4.0F, 4.0F), IsEmpty()));
}

TEST(MapScale, CountsWhatSpeaksAgainstWhereThatIsDrawn) {
  EXPECT_THAT(map_units(two_methods, {.sides = MapSides::both}),
              ElementsAre(ElementsAre(3.0F, 4.0F), ElementsAre(0.5F, 0.25F), IsEmpty()));
  EXPECT_EQ(most_of({2, 1, {-1.0F, -2.0F}}), 0.0F);
  EXPECT_EQ(most_of({2, 1, {-1.0F, -2.0F}}, MapSides::both), 2.0F);
}

TEST(MapLook, DrawsBothSidesOfMethodsThatKnowThem) {
  const MapLook look{.colors = ColorMap::turbo, .sides = MapSides::both};
  EXPECT_EQ(colors_of(MapMethod::hires_cam, look), ColorMap::diverging);
  EXPECT_EQ(colors_of(MapMethod::grad_cam, look), ColorMap::turbo);
  EXPECT_EQ(sides_of(MapMethod::grad_cam, look), MapSides::in_favor);
  EXPECT_EQ(colors_of(MapMethod::hires_cam, {}), default_color_map);
}

TEST(MapLook, AMapWithoutEvidenceIsDrawnWhereItSpeaksAgainst) {
  const FloatImage against{2, 1, {0.0F, -1.0F}};
  EXPECT_FALSE(is_drawn(against));
  EXPECT_TRUE(is_drawn(against, MapSides::both));
  EXPECT_TRUE(is_drawn({2, 1, {0.5F, -1.0F}}));
  for (const MapSides sides : {MapSides::in_favor, MapSides::both}) {
    EXPECT_FALSE(is_drawn({2, 1, {0.0F, 0.0F}}, sides));
    EXPECT_FALSE(is_drawn({2, 1, {3.0F, 3.0F}}, sides));
  }
}

TEST(MapLook, HeatIsAShareOfTheUnit) {
  const FloatImage map{4, 1, {-4.0F, -1.0F, 1.0F, 8.0F}};
  EXPECT_THAT(as_heat(map, 2.0F).pixels, ElementsAre(0.0F, 0.0F, 0.5F, 1.0F));
  EXPECT_THAT(as_heat(map, 2.0F, MapSides::both).pixels, ElementsAre(-1.0F, -0.5F, 0.5F, 1.0F));
  EXPECT_THAT(as_heat(map, 0.0F).pixels, ElementsAre(0.0F, 0.0F, 0.0F, 0.0F));
}

TEST(MapScale, GoesByItsName) {
  for (const MapScale scale : {MapScale::own, MapScale::shared, MapScale::all}) {
    EXPECT_EQ(parse_map_scale(to_string(scale)).value(), scale);
  }
  EXPECT_FALSE(parse_map_scale("both"));
}

TEST(MapScale, EachSaysSomethingElse) {
  EXPECT_NE(in_words(MapScale::own), in_words(MapScale::shared));
  EXPECT_NE(in_words(MapScale::shared), in_words(MapScale::all));
  EXPECT_NE(drawn_note(MapSides::in_favor), drawn_note(MapSides::both));
}

TEST(MapWords, SayWhatAMapAddsUpToAndWhatIsNotDrawn) {
  const FloatImage both{2, 1, {0.5F, -4.0F}};
  const EvidenceSum sum{.evidence = -3.5, .bias = 2.14, .logit = -1.36};
  EXPECT_EQ(sum_in_words(both, sum),
            "adds up to -3.50 of the logit's -1.36; 2.14 is the bias. +0.50 speaks for it; -4.00 "
            "against it, and is not drawn");
  EXPECT_EQ(sum_in_words(both, sum, MapSides::both),
            "adds up to -3.50 of the logit's -1.36; 2.14 is the bias. +0.50 speaks for it; -4.00 "
            "against it");
  const FloatImage one_sided{2, 1, {0.5F, 0.0F}};
  EXPECT_EQ(sum_in_words(one_sided, {.evidence = 0.5, .bias = 0.5, .logit = 1.0}),
            "adds up to 0.50 of the logit's 1.00; 0.50 is the bias");
}

TEST(MapWords, AMapSaysWhatItHas) {
  const FloatImage map{2, 1, {0.5F, 0.0F}}, nothing{2, 1, {0.0F, 0.0F}};
  const EvidenceSum sum{.evidence = 0.5, .bias = 0.5, .logit = 1.0};
  EXPECT_THAT(map_phrases(map, &sum, "below the lungs"),
              ElementsAre("this map adds up to 0.50 of the logit's 1.00; 0.50 is the bias",
                          "strongest below the lungs"));
  EXPECT_THAT(map_phrases(map, nullptr, "below the lungs"),
              ElementsAre("strongest below the lungs"));
  EXPECT_THAT(map_phrases(nothing, nullptr, ""), ElementsAre("no place speaks for it"));
}

TEST(MapWords, ThePeakIsTheMiddleOfItsCell) {
  EXPECT_EQ(peak_of({2, 4, {0, 0, 0, 0, 0, 7, 7, 0}}), (PlanePoint{0.75, 0.625}));
}

}  // namespace
}  // namespace chestlens
