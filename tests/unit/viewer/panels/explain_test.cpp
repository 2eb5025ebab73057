#include "both_hands.hpp"
#include "tab_scenes.hpp"

#include <gmock/gmock.h>
#include <viewer/shown_image.hpp>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

class ExplainPart : public BothHands {
 protected:
  const RgbaImage& picture() { return *driver().pictures("film").at(0).image; }
  RgbaImage expected_picture() {
    return *render_shown(film(), shown_key(state(), film()), state().model.fit);
  }
  RgbaImage plain_film() { return render_film(film().image, film().window); }
};
CHESTLENS_BOTH_HANDS(ExplainPart);

TEST_P(ExplainPart, TheFilmHasTheChosenMethodsMap) {
  open(explained_film());
  press("Grad-CAM");
  EXPECT_EQ(state().explain.method, MapMethod::grad_cam);
  EXPECT_EQ(picture().pixels, expected_picture().pixels);
  EXPECT_NE(picture().pixels, plain_film().pixels);
}

TEST_P(ExplainPart, TheChosenClassesMapIsShown) {
  open(explained_film());
  const auto before = picture().pixels;
  press("pneumonia");
  EXPECT_EQ(shown_class(film()), 1);
  EXPECT_NE(picture().pixels, before);
  driver().reach("-2.00 of -1.00", "results");
}

TEST_P(ExplainPart, AMapWithoutEvidenceSaysSo) {
  open(explained_film());
  press("normal");
  EXPECT_EQ(picture().pixels, plain_film().pixels);
  EXPECT_THAT(driver().texts("film"), Contains("No place speaks for it."));
}

TEST_P(ExplainPart, MethodsAreSideBySideAndOneAtATime) {
  open(explained_film());
  press("Side by side");
  EXPECT_EQ(driver().pictures("film").size(), 4U);
  press("One at a time");
  EXPECT_EQ(driver().pictures("film").size(), 1U);
}

TEST_P(ExplainPart, APressTakesAMethodIntoTheGridAndOut) {
  open(explained_film_in_a_grid());
  press("Occlusion");
  EXPECT_EQ(driver().pictures("film").size(), 5U);
  press("Eigen-CAM");
  EXPECT_THAT(state().explain.grid,
              ElementsAre(MapMethod::hires_cam, MapMethod::grad_cam, MapMethod::grad_cam_plus_plus,
                          MapMethod::occlusion));
}

TEST_P(ExplainPart, APressOnATileLooksAtItsMethod) {
  open(explained_film_in_a_grid());
  const ImRect box = driver().pictures("film").at(3).box;
  press(Point{static_cast<double>(box.GetCenter().x), static_cast<double>(box.GetCenter().y)});
  EXPECT_EQ(state().explain.method, MapMethod::eigen_cam);
}

TEST_P(ExplainPart, TheScaleIsChosen) {
  open(explained_film());
  press("pneumonia");
  press("All classes");
  EXPECT_EQ(state().explain.look.scale, MapScale::shared);
  EXPECT_EQ(picture().pixels, expected_picture().pixels);
  driver().reach("4", "results");  // the strongest of covid19
}

TEST_P(ExplainPart, TheColorsAreChosen) {
  open(explained_film());
  press("Grad-CAM");
  const auto before = picture().pixels;
  press("Cividis");
  EXPECT_EQ(state().explain.look.colors, ColorMap::cividis);
  EXPECT_NE(picture().pixels, before);
}

TEST_P(ExplainPart, LinesTakeThePlaceOfColors) {
  open(explained_film());
  press("Lines");
  EXPECT_TRUE(state().explain.has_lines);
  EXPECT_EQ(picture().pixels, plain_film().pixels);
  press("Colors");
  EXPECT_EQ(picture().pixels, expected_picture().pixels);
}

TEST_P(ExplainPart, TheOpacityIsSet) {
  open(explained_film());
  slide("opacity", 0.0);
  EXPECT_EQ(state().opacity, 0.0);
  EXPECT_EQ(picture().pixels, plain_film().pixels);
  slide("opacity", 1.0);
  EXPECT_EQ(state().opacity, 1.0);
}

TEST_P(ExplainPart, TheMapIsSwitchedOffAndOn) {
  open(explained_film());
  press(middle_of(driver().scroll_to("visible", "results")));
  EXPECT_EQ(picture().pixels, plain_film().pixels);
  press(middle_of(driver().scroll_to("visible", "results")));
  EXPECT_EQ(picture().pixels, expected_picture().pixels);
}

TEST_P(ExplainPart, WhatSpeaksAgainstTheClassIsShownToo) {
  open(explained_film());
  press("pneumonia");
  const auto before = picture().pixels;
  press(middle_of(driver().scroll_to("sides", "results")));
  EXPECT_EQ(state().explain.look.sides, MapSides::both);
  EXPECT_NE(picture().pixels, before);
}

TEST_P(ExplainPart, AMapIsMadeBesideTheFilmAndCancelled) {
  open(explained_film());
  press("Occlusion");
  press("Make it: hundreds of runs");
  const auto wanted = take<MapsWanted>();
  ASSERT_EQ(wanted.size(), 1U);
  EXPECT_EQ(wanted.front().method, MapMethod::occlusion);
  press("Cancel");
  EXPECT_EQ(take<MapsCancelled>().size(), 1U);
}

TEST_P(ExplainPart, AMapIsMadeOnTheFilmAndCancelled) {
  open(explained_film());
  press("Occlusion");
  press("Make it: hundreds of runs", "film");
  ASSERT_EQ(take<MapsWanted>().size(), 1U);
  ASSERT_TRUE(set_maps_progress(state(), 1, 0, MapMethod::occlusion, 32, 225));
  driver().settle();
  EXPECT_THAT(driver().texts("film"), Contains("Making this map: 32 of 225 runs"));
  press("Cancel", "film");
  EXPECT_EQ(take<MapsCancelled>().size(), 1U);
}

TEST_P(ExplainPart, AnotherModelsMapsAreShown) {
  open(explained_film());
  press("MobileNet");
  EXPECT_EQ(state().explain.member, 1);
  EXPECT_THAT(driver().texts("film"),
              Contains("Not of this model: it wants a bundle of format 2."));
}

TEST_P(ExplainPart, AnAnswerThatWaitsIsNotExplained) {
  State state = unlike_film();
  state.tab = Tab::explain;
  open(std::move(state));
  EXPECT_THAT(driver().texts("results"), Contains("There is no answer to explain yet."));
  EXPECT_THAT(driver().texts("results"), Not(Contains("Methods")));
  EXPECT_EQ(picture().pixels, plain_film().pixels);
}

}  // namespace
}  // namespace chestlens::viewer
