#include "plot/places.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace chestlens {
namespace {

Place marker(double at, const std::string& label) {
  return {.left = at, .right = at, .label = label};
}

const Place& find(const std::vector<Place>& places, const std::string& label) {
  return *std::ranges::find(places, label, &Place::label);
}

TEST(Places, ApartShareTheRowNextToThePlot) {
  std::vector<Place> places = {marker(100.0, "first"), marker(300.0, "second")};
  arrange_labels(places, 700.0);
  for (const Place& place : places) {
    EXPECT_EQ(place.row, 0U);
    EXPECT_FALSE(place.leftwards);
  }
  EXPECT_GT(label_height(places), 0.0);
  EXPECT_EQ(label_height({}), 0.0);
}

TEST(Places, OfWhichOneReachesOverTheOthersLineItStandsHigher) {
  std::vector<Place> places = {marker(100.0, "a long label"), marker(110.0, "another long label")};
  arrange_labels(places, 700.0);
  EXPECT_EQ(find(places, "another long label").row, 0U);
  EXPECT_EQ(find(places, "a long label").row, 1U);
  places = {marker(690.0, "a long label"), marker(680.0, "another long label")};
  arrange_labels(places, 700.0);
  EXPECT_EQ(find(places, "another long label").row, 0U);
  EXPECT_EQ(find(places, "a long label").row, 1U);
}

TEST(Places, AtTheRightSideTheirLabelsGoLeft) {
  std::vector<Place> places = {marker(690.0, "at the end"),
                               {.left = 600.0, .right = 700.0, .is_span = true, .label = "a span"}};
  arrange_labels(places, 700.0);
  EXPECT_TRUE(find(places, "at the end").leftwards);
  EXPECT_FALSE(find(places, "a span").leftwards);
  EXPECT_NE(find(places, "at the end").row, find(places, "a span").row);
}

}  // namespace
}  // namespace chestlens
