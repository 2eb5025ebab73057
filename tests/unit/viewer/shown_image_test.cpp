#include "sample.hpp"

#include <gtest/gtest.h>
#include <viewer/explain.hpp>
#include <viewer/shown_image.hpp>

namespace chestlens::viewer {
namespace {

ShownKey key_of(const State& state) {
  return shown_key(state, *selected_film(state));
}

TEST(ShownImage, KeyChangesWithWhateverChangesThePicture) {
  State state = sample_state();
  const ShownKey start = key_of(state);
  EXPECT_EQ(start, key_of(state));
  EXPECT_EQ(start.class_index, 1);

  state.invert = true;
  EXPECT_NE(start, key_of(state));
  state.invert = false;
  ASSERT_TRUE(set_opacity(state, 0.9));
  EXPECT_NE(start, key_of(state));
  state = sample_state();
  selected_film(state)->window.high_level += 1;
  EXPECT_NE(start, key_of(state));
  state = sample_state();
  ASSERT_TRUE(show_class(state, 0));
  EXPECT_NE(start, key_of(state));
  state = sample_state();
  ASSERT_TRUE(select_film(state, 2));
  EXPECT_NE(start, key_of(state));
  state = sample_state();
  ASSERT_TRUE(set_prediction(state, 1, prediction({0.1F, 0.7F, 0.2F})));
  EXPECT_NE(start, key_of(state));
}

TEST(ShownImage, KeyIgnoresWhatDoesNot) {
  State state = sample_state();
  const ShownKey start = key_of(state);
  selected_film(state)->view.zoom = 7.0;
  state.backend = "WebGPU";
  EXPECT_EQ(start, key_of(state));
}

TEST(ShownImage, HiddenHeatMapMakesClassAndOpacityIrrelevant) {
  State state = sample_state();
  state.heatmap_visible = false;
  const ShownKey hidden = key_of(state);
  EXPECT_EQ(hidden.class_index, -1);
  ASSERT_TRUE(set_opacity(state, 0.9));
  ASSERT_TRUE(show_class(state, 2));
  EXPECT_EQ(hidden, key_of(state));
}

TEST(ShownImage, DraggingUsesThePreviewOnlyWhereThePictureChanges) {
  Film film;
  film.preview = ramp(4, 4);
  ShownKey current;
  ShownKey wanted = current;
  EXPECT_FALSE(next_key(current, wanted, true, film).preview);  // panning: nothing to render
  wanted.opacity = 0.5;
  EXPECT_TRUE(next_key(current, wanted, true, film).preview);
  EXPECT_FALSE(next_key(current, wanted, false, film).preview);
  film.preview = {};
  EXPECT_FALSE(next_key(current, wanted, true, film).preview);
}

TEST(ShownImage, RendersThePlainFilmThroughItsWindow) {
  State state = sample_state();
  state.heatmap_visible = false;
  const Film& film = *selected_film(state);
  const auto image = render_shown(film, key_of(state), FitMode::squash);
  ASSERT_TRUE(image);
  EXPECT_EQ(image->pixels, render_film(film.image, film.window).pixels);
  state.invert = true;
  const auto inverted = render_shown(film, key_of(state), FitMode::squash);
  ASSERT_TRUE(inverted);
  EXPECT_EQ(inverted->pixels[0], 255 - image->pixels[0]);
}

TEST(ShownImage, RendersTheChosenClassOverTheFilm) {
  State state = sample_state();
  ASSERT_TRUE(set_opacity(state, 1.0));
  const Film& film = *selected_film(state);
  const auto predicted = render_shown(film, key_of(state), FitMode::squash);
  ASSERT_TRUE(show_class(state, 0));
  const auto other = render_shown(film, key_of(state), FitMode::squash);
  ASSERT_TRUE(predicted);
  ASSERT_TRUE(other);
  EXPECT_NE(predicted->pixels, other->pixels);
  const auto expected = render_overlay(film.image, film.window, film.prediction->heatmaps[0], 1.0F);
  ASSERT_TRUE(expected);
  EXPECT_EQ(other->pixels, expected->pixels);
}

ExplainedMethod explained(MapMethod method) {
  return {0, {method, {{2, 2, {2, -4, 0, 1}}, {2, 2, {8, 0, 0, 0}}, {2, 2, {0, 0, 0, 0}}}, {}}};
}

TEST(ShownImage, RendersTheMethodsMapWhileExplainIsOpen) {
  State state = sample_state();
  ASSERT_TRUE(set_maps(state, 1, explained(MapMethod::hires_cam)));
  ASSERT_TRUE(set_opacity(state, 1.0));
  ASSERT_TRUE(show_class(state, 0));
  const Film& film = *selected_film(state);
  const ShownKey answer = key_of(state);
  EXPECT_FALSE(answer.method);
  state.tab = Tab::explain;
  const auto own = render_shown(film, key_of(state), FitMode::squash);
  const auto expected =
      render_overlay(film.image, film.window, {2, 2, {1, 0, 0, 0.5F}}, 1.0F, FitMode::squash);
  ASSERT_TRUE(own && expected);
  EXPECT_EQ(own->pixels, expected->pixels);

  state.explain.look = {MapScale::shared, ColorMap::turbo, MapSides::both};
  const auto both = render_shown(film, key_of(state), FitMode::squash);
  const auto signed_map = render_overlay(film.image, film.window, {2, 2, {0.25F, -0.5F, 0, 0.125F}},
                                         1.0F, FitMode::squash, ColorMap::diverging);
  ASSERT_TRUE(both && signed_map);
  EXPECT_EQ(both->pixels, signed_map->pixels);
}

TEST(ShownImage, KeyChangesWithTheWayOfDrawing) {
  State state = sample_state();
  state.tab = Tab::explain;
  EXPECT_EQ(key_of(state).class_index, -1);  // nothing is made yet
  ASSERT_TRUE(set_maps(state, 1, explained(MapMethod::hires_cam)));
  const ShownKey start = key_of(state);
  EXPECT_EQ(start.class_index, 1);
  state.explain.look.colors = ColorMap::cividis;
  EXPECT_NE(start, key_of(state));
  state.explain.look = {.sides = MapSides::both};
  EXPECT_NE(start, key_of(state));
  state.explain = {};
  EXPECT_EQ(start, key_of(state));
  ASSERT_TRUE(set_maps(state, 1, explained(MapMethod::hires_cam)));
  EXPECT_NE(start, key_of(state));
  state.explain.has_lines = true;
  EXPECT_EQ(key_of(state).class_index, -1);  // the lines lie on top
  EXPECT_NE(shown_map(state, *selected_film(state), MapMethod::hires_cam).map, nullptr);
}

TEST(ShownImage, AMapWithoutEvidenceLeavesTheFilmBare) {
  State state = sample_state();
  state.tab = Tab::explain;
  ASSERT_TRUE(set_maps(state, 1, explained(MapMethod::hires_cam)));
  ASSERT_TRUE(show_class(state, 2));
  EXPECT_EQ(key_of(state).class_index, -1);
  EXPECT_EQ(shown_map(state, *selected_film(state), MapMethod::hires_cam).map, nullptr);
}

TEST(ShownImage, RefusesAClassThatHasNoHeatMap) {
  State state = sample_state();
  ShownKey key = key_of(state);
  key.class_index = 3;
  const auto image = render_shown(*selected_film(state), key, FitMode::squash);
  ASSERT_FALSE(image);
  EXPECT_EQ(image.error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace chestlens::viewer
