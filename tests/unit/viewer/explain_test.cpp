#include "sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <viewer/explain.hpp>

namespace chestlens::viewer {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Maps of three classes, of which the last has no evidence.
ExplainedMethod maps_by(MapMethod method) {
  ExplainedMethod maps{0,
                       {method, {{2, 1, {1.0F, -3.0F}}, {2, 1, {4.0F, 0.0F}}, {2, 1, {0, 0}}}, {}}};
  if (method == MapMethod::hires_cam) {
    maps.sums = {{-2.0, 1.0, -1.0}, {4.0, 0.5, 4.5}, {0.0, 0.25, 0.25}};
  }
  maps.places = {"between the lungs", "below the lungs", ""};
  return maps;
}

State explained_state() {
  State state = sample_state();
  state.tab = Tab::explain;
  return state;
}

std::vector<MapMethod> wanted(const State& state) {
  std::vector<MapMethod> methods;
  for (const Event& event : state.events) {
    if (const auto* maps = std::get_if<MapsWanted>(&event)) methods.push_back(maps->method);
  }
  return methods;
}

TEST(Explain, AsksForWhatCostsNothingOnceItIsOpen) {
  State state = sample_state();
  want_cheap_maps(state);
  EXPECT_THAT(wanted(state), IsEmpty());
  state.tab = Tab::explain;
  want_cheap_maps(state);
  want_cheap_maps(state);
  EXPECT_THAT(wanted(state), ElementsAre(MapMethod::hires_cam, MapMethod::grad_cam,
                                         MapMethod::grad_cam_plus_plus, MapMethod::eigen_cam));
  EXPECT_EQ(maps_status(state, *selected_film(state), MapMethod::occlusion), MapsStatus::not_made);
}

TEST(Explain, AsksForNoMapsOfAnAnswerThatWaits) {
  State state = explained_state();
  Prediction unlike = prediction({0.1F, 0.7F, 0.2F});
  unlike.trust = Trust{};
  unlike.trust->likeness = Likeness::unlike;
  ASSERT_TRUE(set_prediction(state, 1, unlike));
  want_cheap_maps(state);
  EXPECT_THAT(wanted(state), IsEmpty());
}

TEST(Explain, ABundleOfFormat1LacksSomeMethods) {
  State state = explained_state();
  set_explained_models(state, {{"old", 1}});
  EXPECT_EQ(state.explain.method, MapMethod::grad_cam);
  want_cheap_maps(state);
  EXPECT_THAT(wanted(state), ElementsAre(MapMethod::grad_cam, MapMethod::eigen_cam));
  EXPECT_EQ(maps_status(state, *selected_film(state), MapMethod::hires_cam), MapsStatus::refused);
  step_method(state);
  EXPECT_EQ(state.explain.method, MapMethod::eigen_cam);
  for (int step = 0; step < 4; ++step) step_method(state);
  EXPECT_EQ(state.explain.method, MapMethod::grad_cam) << "round the end, without those it lacks";
}

TEST(Explain, MapsComeOnceAndAreForgottenWithTheAnswer) {
  State state = explained_state();
  want_maps(state, MapMethod::hires_cam);
  ASSERT_TRUE(set_maps(state, 1, maps_by(MapMethod::hires_cam)));
  want_maps(state, MapMethod::hires_cam);
  EXPECT_EQ(wanted(state).size(), 1U);
  const Film& film = *selected_film(state);
  EXPECT_EQ(maps_status(state, film, MapMethod::hires_cam), MapsStatus::made);
  ASSERT_TRUE(change_film(state, 1, {.mirror = true}));
  EXPECT_EQ(maps_status(state, film, MapMethod::hires_cam), MapsStatus::not_made);
  ASSERT_TRUE(set_maps(state, 2, maps_by(MapMethod::hires_cam)));
  ASSERT_TRUE(set_prediction(state, 2, prediction({0.1F, 0.7F, 0.2F})));
  EXPECT_THAT(find_film(state, 2)->explained, IsEmpty());
}

TEST(Explain, ProgressAndCancel) {
  State state = explained_state();
  want_maps(state, MapMethod::occlusion);
  ASSERT_TRUE(set_maps_progress(state, 1, 0, MapMethod::occlusion, 32, 225));
  EXPECT_EQ(find_maps(state, *selected_film(state), MapMethod::occlusion)->done, 32);
  cancel_maps(state, MapMethod::occlusion);
  ASSERT_EQ(state.events.size(), 2U);
  EXPECT_EQ(std::get<MapsCancelled>(state.events.back()).method, MapMethod::occlusion);
  ASSERT_TRUE(set_maps_progress(state, 1, 0, MapMethod::occlusion, 48, 225));
  EXPECT_EQ(maps_status(state, *selected_film(state), MapMethod::occlusion), MapsStatus::not_made);
  want_maps(state, MapMethod::occlusion);
  EXPECT_EQ(wanted(state).size(), 2U);
  EXPECT_FALSE(set_maps_progress(state, 9, 0, MapMethod::occlusion, 1, 2));
}

TEST(Explain, RefusesMapsThatAreNotWhole) {
  State state = explained_state();
  ExplainedMethod maps = maps_by(MapMethod::hires_cam);
  maps.maps.maps.pop_back();
  EXPECT_EQ(set_maps(state, 1, maps).error().code, ErrorCode::invalid_argument);
  maps = maps_by(MapMethod::hires_cam);
  maps.sums.pop_back();
  EXPECT_FALSE(set_maps(state, 1, maps));
  EXPECT_EQ(set_maps(state, 9, maps_by(MapMethod::hires_cam)).error().code, ErrorCode::not_found);
  ASSERT_TRUE(set_maps(state, 1, {0, {MapMethod::hires_cam, {}, "of format 1"}}));
  EXPECT_EQ(maps_status(state, *selected_film(state), MapMethod::hires_cam), MapsStatus::refused);
}

TEST(Explain, SaysWhatAMapSays) {
  State state = explained_state();
  ASSERT_TRUE(set_maps(state, 1, maps_by(MapMethod::hires_cam)));
  ASSERT_TRUE(set_maps(state, 1, maps_by(MapMethod::grad_cam)));
  const Film& film = *selected_film(state);
  EXPECT_EQ(short_words(state, film, MapMethod::hires_cam, 1), "4.00 of 4.50");
  EXPECT_EQ(short_words(state, film, MapMethod::grad_cam, 1), "up to 4");
  EXPECT_EQ(short_words(state, film, MapMethod::hires_cam, 2), "nothing");
  EXPECT_EQ(short_words(state, film, MapMethod::eigen_cam, 1), "");
  EXPECT_THAT(map_sentences(state, film, MapMethod::hires_cam, 1),
              ElementsAre("This map adds up to 4.00 of the logit's 4.50; 0.50 is the bias.",
                          "Strongest below the lungs."));
  EXPECT_THAT(map_sentences(state, film, MapMethod::hires_cam, 2),
              ElementsAre("No place speaks for it.",
                          "This map adds up to 0.00 of the logit's 0.25; 0.25 is the bias."));
  EXPECT_THAT(map_sentences(state, film, MapMethod::hires_cam, 0).front(),
              HasSubstr("-3.00 against it, and is not drawn."));
  state.explain.look.sides = MapSides::both;
  EXPECT_THAT(map_sentences(state, film, MapMethod::hires_cam, 0).front(),
              HasSubstr("-3.00 against it."));
}

TEST(Explain, UnitsGoByTheScale) {
  State state = explained_state();
  ASSERT_TRUE(set_maps(state, 1, maps_by(MapMethod::hires_cam)));
  ExplainedMethod other = maps_by(MapMethod::recipro_cam);
  other.maps.maps[1].pixels[0] = 9.0F;
  ASSERT_TRUE(set_maps(state, 1, other));
  const Film& film = *selected_film(state);
  const auto unit = [&] { return unit_of(state, film, MapMethod::hires_cam, 0); };
  EXPECT_EQ(unit(), 1.0F);
  state.explain.look.scale = MapScale::shared;
  EXPECT_EQ(unit(), 4.0F);
  state.explain.look.scale = MapScale::all;
  EXPECT_EQ(unit(), 9.0F);
  EXPECT_EQ(unit_of(state, film, MapMethod::occlusion, 0), 0.0F);
}

TEST(Explain, TheGridKeepsItsOrderAndAtLeastOne) {
  State state = explained_state();
  state.explain.grid = {MapMethod::grad_cam, MapMethod::occlusion};
  toggle_in_grid(state, MapMethod::recipro_cam);
  EXPECT_THAT(state.explain.grid,
              ElementsAre(MapMethod::grad_cam, MapMethod::recipro_cam, MapMethod::occlusion));
  toggle_in_grid(state, MapMethod::grad_cam);
  toggle_in_grid(state, MapMethod::occlusion);
  toggle_in_grid(state, MapMethod::recipro_cam);
  EXPECT_THAT(state.explain.grid, ElementsAre(MapMethod::recipro_cam));
  EXPECT_THAT(shown_methods(state), ElementsAre(MapMethod::hires_cam));
  state.explain.is_grid = true;
  EXPECT_THAT(shown_methods(state), ElementsAre(MapMethod::recipro_cam));
}

TEST(Explain, APinchIsOfTheTileUnderIt) {
  State state = explained_state();
  const Film& film = *selected_film(state);
  constexpr Area panel = {0, 48, 390, 390};
  EXPECT_EQ(film_area_at(state, film, panel, {300, 400}).width, panel.width);
  state.explain.is_grid = true;
  const Area tile = film_area_at(state, film, panel, {300, 400});
  EXPECT_LT(tile.width, panel.width / 2);
  EXPECT_TRUE(contains(tile, {300, 400}));
}

TEST(Explain, EachMemberHasItsOwnMaps) {
  State state = explained_state();
  set_explained_models(state, {{"one", 2}, {"two", 2}});
  ASSERT_TRUE(set_maps(state, 1, maps_by(MapMethod::hires_cam)));
  ASSERT_TRUE(show_member(state, 1));
  EXPECT_EQ(find_maps(state, *selected_film(state), MapMethod::hires_cam), nullptr);
  want_maps(state, MapMethod::hires_cam);
  EXPECT_EQ(std::get<MapsWanted>(state.events.back()).member, 1);
  EXPECT_FALSE(show_member(state, 2));
}

}  // namespace
}  // namespace chestlens::viewer
