#include "both_hands.hpp"
#include "tab_scenes.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

class MapPart : public BothHands {
 protected:
  Point on_map(MapPoint place) {
    const MapState& map = state().map;
    return on_screen(frame_of(*film_map(state()), map.view, map.area), place);
  }
};
CHESTLENS_BOTH_HANDS(MapPart);

TEST_P(MapPart, ItsColorsAreOfClassesOrOfSources) {
  open(mapped_films());
  press("By source");
  EXPECT_EQ(state().map.colors, MapColors::by_source);
  driver().reach("S", "results");
  press("By class");
  EXPECT_EQ(state().map.colors, MapColors::by_class);
}

TEST_P(MapPart, AGroupIsHiddenByItsRow) {
  open(mapped_films());
  const Point row = middle_of(driver().scroll_to("group", "results"));
  press(row);
  EXPECT_TRUE(is_hidden(hidden_groups(state()), 0));
  EXPECT_THAT(driver().texts("map"), Not(Contains(film_map(state())->by_class.groups[0].name)));
  press(row);
  EXPECT_FALSE(is_hidden(hidden_groups(state()), 0));
}

TEST_P(MapPart, ALassoAroundNothingSelectsNothing) {
  open(mapped_films());
  press("Lasso films");
  EXPECT_THAT(driver().texts("map"), Contains("Draw a line around films to sum them up"));
  press(on_map({3, 4}));
  EXPECT_THAT(state().map.selection, IsEmpty());
  EXPECT_EQ(state().map.picked, std::nullopt);
}

TEST_P(MapPart, ALassoIsDrawnByADrag) {
  open(mapped_films());
  press("Lasso films");
  const MapPoint corners[] = {{2, 5.5F}, {4.5F, 5.5F}, {4.5F, -5.5F}, {2, -5.5F}, {2, 5}};
  driver().hold(on_map(corners[0]));
  for (const MapPoint& corner : corners) driver().move_on(on_map(corner));
  driver().release();
  EXPECT_THAT(state().map.selection, UnorderedElementsAre(1, 2));
  EXPECT_EQ(state().map.view.center.x, 0.5) << "the map stays";
  driver().reach("2 films selected", "results");
  press("Clear the selection");
  EXPECT_THAT(state().map.selection, IsEmpty());
}

TEST_P(MapPart, WhatIsInViewIsSummedUp) {
  open(mapped_films());
  press("Films in view");
  EXPECT_EQ(state().map.selection.size(), 5U);
  driver().reach("5 films selected", "results");
}

TEST_P(MapPart, APressLooksAtAFilmAndAwayFromIt) {
  open(mapped_films());
  press(on_map({3, 4}));
  EXPECT_EQ(state().map.picked, 1U);
  EXPECT_THAT(driver().texts("map"), Contains(HasSubstr("no. 2 of the 3 nearest")));
  press(on_map({3, 4}));
  EXPECT_EQ(state().map.picked, std::nullopt);
}

TEST_P(MapPart, WhatIsSaidOfAFilmIsWhole) {
  open(wordy_map());
  for (std::size_t film = 0; film < 15; ++film) {
    pick(state(), film);
    driver().settle();
    for (const DrawnText& text : driver().drawn().texts) {
      if (text.panel != "map") continue;
      EXPECT_TRUE(text.clip.Contains(text.box)) << text.text;
    }
  }
}

TEST_P(MapPart, ANearFilmIsLookedAtByItsRow) {
  open(mapped_films());
  press(middle_of(driver().scroll_to("near", "results")));
  EXPECT_EQ(state().map.picked, 4U);
}

TEST_P(MapPart, ADragMovesIt) {
  open(mapped_films());
  driver().wheel(on_map({0, 0}), 4);
  const Point before = on_map({0, 0});
  drag(on_map({0.2F, 2}), {on_map({0.2F, 2}).x + 50, on_map({0.2F, 2}).y + 20});
  EXPECT_NEAR(on_map({0, 0}).x, before.x + 50, 8) << "less what a press may move";
  EXPECT_NEAR(on_map({0, 0}).y, before.y + 20, 8);
}

TEST_P(MapPart, TheWheelZoomsItAtTheCursorAndADoubleClickFits) {
  open(mapped_films());
  const Point cursor = on_map({3, 4});
  driver().wheel(cursor, 4);
  EXPECT_NEAR(state().map.view.zoom, 2.0, 1e-6);
  EXPECT_NEAR(on_map({3, 4}).x, cursor.x, 1.0);
  EXPECT_NEAR(on_map({3, 4}).y, cursor.y, 1.0);
  driver().double_click(cursor);
  EXPECT_EQ(state().map.view.zoom, 1.0);
}

TEST_P(MapPart, TheFilmInItsCornerLeadsBack) {
  open(mapped_films());
  press(middle_of(driver().item({"film", 0, "map"})));
  EXPECT_EQ(state().tab, Tab::answer);
}

TEST_P(MapPart, AnotherModelsMapIsShown) {
  open(mapped_films());
  press("MobileNet");
  EXPECT_EQ(state().map.member, 1U);
  EXPECT_THAT(driver().texts("map"), Contains(HasSubstr("has no map of films")));
}

TEST_P(MapPart, AMapThatDidNotComeIsFetchedAgain) {
  open(predicted_films(1));
  press("Map");
  ASSERT_TRUE(set_map(state(), 0, {"DenseNet-121", {}, "The map cannot be shown: offline", true}));
  driver().settle();
  (void)take<ReferenceMapsWanted>();
  press("Fetch it again", "map");
  EXPECT_EQ(take<ReferenceMapsWanted>().size(), 1U);
  EXPECT_THAT(driver().texts("map"), Contains("Fetching the map\u2026"));
}

TEST_P(MapPart, AFarFilmIsDrawnBeyondTheOthersAndSaysSo) {
  open(far_film());
  EXPECT_THAT(driver().texts("map"), Contains("Far from all films"));
  driver().reach("Far from all films of the map", "results");
}

TEST_P(MapPart, IsAskedForWhenItIsOpened) {
  open(predicted_films(1));
  press("Map");
  EXPECT_EQ(take<ReferenceMapsWanted>().size(), 1U);
  EXPECT_THAT(driver().texts("map"), Contains("Fetching the map\u2026"));
}

TEST(MapByMouse, ShiftAndADragDrawALasso) {
  PanelDriver driver(large_canvas, mapped_films());
  const MapState& map = driver.state().map;
  const Area area = map.area;
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  driver.hold({area.x + 20, area.y + 60});
  driver.move_on({area.x + area.width - 20, area.y + 60});
  driver.move_on({area.x + area.width / 2, area.y + area.height - 10});
  driver.release();
  EXPECT_THAT(map.selection, Contains(4U));
}

}  // namespace
}  // namespace chestlens::viewer
