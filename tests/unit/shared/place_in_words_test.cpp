#include <chestlens/map_words.hpp>

#include <gtest/gtest.h>

namespace chestlens {
namespace {

/// A film of 100 x 120 with lungs of 20 x 60 from 20, 30 and from 60, 30 on.
LungField two_lungs(bool is_seen = true) {
  return {boxes_region(100, 120, {{20, 30, 40, 90}}), boxes_region(100, 120, {{60, 30, 80, 90}}),
          is_seen};
}

TEST(PlaceInWords, NamesTheLungAndItsZone) {
  const LungField field = two_lungs();
  EXPECT_EQ(place_in_words(field, {25, 35}),
            "in the patient's right lung (left on the film), upper zone");
  EXPECT_EQ(place_in_words(field, {70, 60}),
            "in the patient's left lung (right on the film), middle zone");
  EXPECT_EQ(place_in_words(field, {79, 89.5}),
            "in the patient's left lung (right on the film), lower zone");
}

TEST(PlaceInWords, NamesWhatIsBesideThem) {
  const LungField field = two_lungs();
  EXPECT_EQ(place_in_words(field, {50, 60}), "between the lungs");
  EXPECT_EQ(place_in_words(field, {50, 20}), "above the lungs");
  EXPECT_EQ(place_in_words(field, {50, 100}), "below the lungs");
  EXPECT_EQ(place_in_words(field, {15, 60}), "beside the patient's right lung (left on the film)");
  EXPECT_EQ(place_in_words(field, {85, 60}), "beside the patient's left lung (right on the film)");
}

TEST(PlaceInWords, NamesTheBorderWhereTextAndMarkersAre) {
  const LungField field = two_lungs();
  EXPECT_EQ(place_in_words(field, {3, 4}), "at the film's border, upper left");
  EXPECT_EQ(place_in_words(field, {50, 118}), "at the film's border, lower middle");
  EXPECT_EQ(place_in_words(field, {130, -4}), "at the film's border, upper right");
}

TEST(PlaceInWords, NamesNoLungsWhereNoneWereSeen) {
  EXPECT_EQ(place_in_words(two_lungs(false), {25, 35}), "in the upper left of the film");
  EXPECT_EQ(place_in_words(two_lungs(false), {50, 60}), "in the middle of the film");
  EXPECT_EQ(place_in_words({boxes_region(9, 9, {}), boxes_region(9, 9, {}), true}, {8, 8}),
            "in the lower right of the film");
}

}  // namespace
}  // namespace chestlens
