#include "sample_map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <viewer/commands.hpp>

namespace chestlens::viewer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

void press(State& state, std::string_view key) {
  const auto command = command_for_key(key);
  ASSERT_TRUE(command) << key;
  apply(state, *command);
}

std::size_t maps_wanted(const State& state) {
  return static_cast<std::size_t>(std::ranges::count_if(state.events, [](const Event& event) {
    return std::holds_alternative<ReferenceMapsWanted>(event);
  }));
}

const std::vector<MapPoint> right_half{{0, -6}, {6, -6}, {6, 6}, {0, 6}};

TEST(MapActions, TheMapIsAskedForOnceForEachModel) {
  State state = sample_state();
  press(state, "m");
  press(state, "a");
  press(state, "m");
  EXPECT_EQ(state.tab, Tab::map);
  EXPECT_EQ(maps_wanted(state), 1U);
  set_model(state, state.model);
  EXPECT_EQ(maps_wanted(state), 1U);
  set_model(state, {"another", {"x", "y"}, FitMode::squash});
  EXPECT_EQ(maps_wanted(state), 2U);
  clear_films(state);
  EXPECT_EQ(maps_wanted(state), 2U) << "before the model is there";
  set_model(state, state.model);
  EXPECT_EQ(maps_wanted(state), 3U);
}

TEST(MapActions, AnotherModelsMapsAndPlacesGo) {
  State state = sample_map_state();
  set_model(state, {"another", {"x", "y"}, FitMode::squash});
  EXPECT_EQ(film_map(state), nullptr);
  EXPECT_THAT(find_film(state, 1)->places, IsEmpty());
}

TEST(MapActions, APlaceIsOfOnePrediction) {
  State state = sample_map_state();
  ASSERT_NE(shown_place(state, *find_film(state, 1)), nullptr);
  EXPECT_EQ(shown_place(state, *find_film(state, 2)), nullptr);
  ASSERT_TRUE(set_prediction(state, 1, prediction({0.1F, 0.7F, 0.2F})));
  EXPECT_EQ(shown_place(state, *find_film(state, 1)), nullptr);
  EXPECT_EQ(set_place(state, 9, 0, {}).error().code, ErrorCode::not_found);
}

TEST(MapActions, OnlyAFilmThatIsNotLikeTrainingsSaysItsDistanceBesideTheAnswer) {
  State state = sample_map_state();
  Prediction like = prediction({0.1F, 0.7F, 0.2F});
  like.trust = Trust{};
  like.trust->likeness = Likeness::like;
  ASSERT_TRUE(set_prediction(state, 2, like));
  ASSERT_TRUE(set_place(state, 2, 0, sample_place({})));
  EXPECT_EQ(find_film(state, 2)->distance, "");
  like.trust->likeness = Likeness::unlike;
  ASSERT_TRUE(set_prediction(state, 2, like));
  ASSERT_TRUE(set_place(state, 2, 0, sample_place({})));
  EXPECT_EQ(find_film(state, 2)->distance, "its nearest film is 1 away");
}

TEST(MapActions, PlacesOnAnotherMapAreNotTaken) {
  State state = sample_map_state();
  FilmPlace wrong = sample_place({});
  wrong.placed.nearest.front().film = 5;
  EXPECT_EQ(set_place(state, 2, 0, wrong).error().code, ErrorCode::invalid_argument);
  ASSERT_TRUE(set_place(state, 2, 1, wrong)) << "whose map is not there yet";
  ASSERT_TRUE(set_map(state, 1, {"second", sample_map(), {}}));
  show_map_member(state, 1);
  EXPECT_EQ(shown_place(state, *find_film(state, 2)), nullptr);
  EXPECT_FALSE(set_map(state, 64, {}));
  EXPECT_FALSE(set_place(state, 2, 64, {}));
}

TEST(MapActions, AMapThatMayComeIsAskedForWhenTheMapIsShownAgain) {
  State state = sample_state();
  show_tab(state, Tab::map);
  ASSERT_TRUE(set_map(state, 0, {"first", {}, "the network is gone", true}));
  EXPECT_EQ(maps_wanted(state), 1U);
  show_tab(state, Tab::map);
  EXPECT_EQ(maps_wanted(state), 2U);
  EXPECT_EQ(state.map.members[0].missing, "") << "it is on its way";
  ASSERT_TRUE(set_map(state, 0, {"first", {}, "this model has no map"}));
  show_tab(state, Tab::map);
  EXPECT_EQ(maps_wanted(state), 2U);
}

TEST(MapActions, KeysMoveTheMapAndNotTheFilm) {
  State state = sample_map_state();
  press(state, "ArrowRight");
  press(state, "ArrowDown");
  EXPECT_EQ(state.selected_id, 1);
  EXPECT_DOUBLE_EQ(state.map.view.center.x, 0.6);
  EXPECT_DOUBLE_EQ(state.map.view.center.y, 0.6);
  press(state, "ArrowLeft");
  press(state, "ArrowUp");
  EXPECT_DOUBLE_EQ(state.map.view.center.x, 0.5);
  EXPECT_DOUBLE_EQ(state.map.view.center.y, 0.5);
  press(state, "+");
  EXPECT_DOUBLE_EQ(state.map.view.zoom, 1.25);
  EXPECT_DOUBLE_EQ(selected_film(state)->view.zoom, 1.0);
  press(state, "0");
  EXPECT_DOUBLE_EQ(state.map.view.zoom, 1.0);
  press(state, ".");
  EXPECT_EQ(state.selected_id, 2);
  press(state, ",");
  EXPECT_EQ(state.selected_id, 1);
}

TEST(MapActions, KeysHideGroupsOfTheColorsOnShow) {
  State state = sample_map_state();
  press(state, "2");
  EXPECT_THAT(hidden_groups(state), ElementsAre(false, true));
  press(state, "c");
  EXPECT_EQ(state.map.colors, MapColors::by_source);
  EXPECT_THAT(hidden_groups(state), IsEmpty());
  press(state, "c");
  press(state, "2");
  EXPECT_FALSE(is_hidden(hidden_groups(state), 1));
  press(state, "9");  // there is no such group
  EXPECT_FALSE(is_hidden(hidden_groups(state), 8));
  press(state, "1");
  press(state, "r");
  EXPECT_THAT(hidden_groups(state), IsEmpty());
}

TEST(MapActions, StepsThroughTheNearestAndRoundTheEnd) {
  State state = sample_map_state();
  std::vector<std::size_t> picked;
  for (int i = 0; i < 4; ++i) {
    press(state, "n");
    picked.push_back(*state.map.picked);
  }
  EXPECT_THAT(picked, ElementsAre(4, 1, 2, 4));
  ASSERT_TRUE(select_film(state, 2));
  state.map.picked.reset();
  press(state, "n");
  EXPECT_FALSE(state.map.picked) << "film 2 has no place";
}

TEST(MapActions, WhatIsPickedComesIntoSight) {
  State state = sample_map_state();
  pick(state, 1);
  EXPECT_DOUBLE_EQ(state.map.view.center.x, 0.5) << "it was in sight";
  state.map.view.zoom = 8.0;
  pick(state, 3);
  const Area& area = state.map.area;
  const Point at = on_screen(frame_of(sample_map(), state.map.view, area), {-3, -4});
  EXPECT_NEAR(at.x, 59, 1e-4);
  EXPECT_NEAR(at.y, 59, 1e-4);
  pick(state, 5);
  EXPECT_EQ(state.map.picked, 3U);
}

TEST(MapActions, EscapeClearsTheLassoThenTheMark) {
  State state = sample_map_state();
  pick(state, 1);
  select_inside(state, right_half);
  EXPECT_THAT(state.map.selection, ElementsAre(1, 2, 4));
  press(state, "Escape");
  EXPECT_THAT(state.map.selection, IsEmpty());
  EXPECT_THAT(state.map.lasso, IsEmpty());
  EXPECT_EQ(state.map.picked, 1U);
  press(state, "Escape");
  EXPECT_FALSE(state.map.picked);
  state.help_visible = true;
  press(state, "Escape");
  EXPECT_FALSE(state.help_visible);
}

TEST(MapActions, ALassoFollowsWhatIsHidden) {
  State state = sample_map_state();
  select_inside(state, right_half);
  toggle_group(state, 0);
  EXPECT_THAT(state.map.selection, ElementsAre(2, 4));
  toggle_group(state, 0);
  EXPECT_THAT(state.map.selection, ElementsAre(1, 2, 4));
  select_inside(state, {{0, 0}, {1, 1}});
  EXPECT_THAT(state.map.lasso, IsEmpty());
}

TEST(MapActions, SumsUpWhatIsInSightByKey) {
  State state = sample_map_state();
  state.map.view.zoom = 8.0;
  press(state, "v");
  EXPECT_THAT(state.map.selection, IsEmpty());
  press(state, "0");
  press(state, "v");
  EXPECT_EQ(state.map.selection.size(), 5U);
  press(state, "f");
  EXPECT_TRUE(state.map.lasso_on);
}

TEST(MapActions, AnotherMembersMapHasItsOwnFilms) {
  State state = sample_map_state();
  press(state, "]");
  EXPECT_EQ(state.map.member, 0U);
  ASSERT_TRUE(set_map(state, 1, {"second", std::nullopt, "second has no map"}));
  select_inside(state, right_half);
  pick(state, 1);
  press(state, "]");
  EXPECT_EQ(state.map.member, 1U);
  EXPECT_EQ(film_map(state), nullptr);
  EXPECT_THAT(state.map.selection, IsEmpty());
  EXPECT_FALSE(state.map.picked);
  press(state, "n");
  press(state, "v");
  press(state, "1");
  EXPECT_FALSE(state.map.picked);
  press(state, "[");
  EXPECT_EQ(state.map.member, 0U);
  EXPECT_NE(film_map(state), nullptr);
}

}  // namespace
}  // namespace chestlens::viewer
