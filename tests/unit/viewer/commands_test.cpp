#include "sample.hpp"

#include <gtest/gtest.h>
#include <viewer/commands.hpp>

namespace chestlens::viewer {
namespace {

void press(State& state, std::string_view key) {
  const auto command = command_for_key(key);
  ASSERT_TRUE(command) << key;
  apply(state, *command);
}

TEST(Commands, LeaveTheBrowsersKeysAlone) {
  for (const char* key : {"Tab", "Enter", " ", "F5", "Home", "#", "", "Shift", "\u00e9"}) {
    EXPECT_FALSE(command_for_key(key)) << key;
  }
}

TEST(Commands, LettersWorkInBothCases) {
  EXPECT_EQ(command_for_key("i")->action, Action::toggle_invert);
  EXPECT_EQ(command_for_key("I")->action, Action::toggle_invert);
}

TEST(Commands, ArrowsWalkTheListAndStopAtItsEnds) {
  State state = sample_state();
  press(state, "ArrowUp");
  EXPECT_EQ(state.selected_id, 1);
  press(state, "ArrowDown");
  press(state, "ArrowDown");
  press(state, "ArrowDown");
  EXPECT_EQ(state.selected_id, 3);
}

TEST(Commands, CommaAndFullStopWalkItToo) {
  State state = sample_state();
  press(state, ".");
  EXPECT_EQ(state.selected_id, 2);
  press(state, ",");
  EXPECT_EQ(state.selected_id, 1);
}

TEST(Commands, KeysOfTheMapDoNothingWithoutIt) {
  State state = sample_state();
  for (const char* key : {"c", "n", "f", "v"}) press(state, key);
  EXPECT_FALSE(state.map.lasso_on);
  EXPECT_EQ(state.map.colors, MapColors::by_class);
}

TEST(Commands, ClassesByNumberAndRoundTheEnd) {
  State state = sample_state();
  press(state, "3");
  EXPECT_EQ(shown_class(*selected_film(state)), 2);
  press(state, "ArrowRight");
  EXPECT_EQ(shown_class(*selected_film(state)), 0);
  press(state, "ArrowLeft");
  EXPECT_EQ(shown_class(*selected_film(state)), 2);
  press(state, "9");
  EXPECT_EQ(shown_class(*selected_film(state)), 2);
}

TEST(Commands, OpacityStepsStayWithinTheScale) {
  State state = sample_state();
  press(state, "]");
  EXPECT_NEAR(state.opacity, 0.50, 1e-9);
  for (int step = 0; step < 30; ++step) press(state, "[");
  EXPECT_EQ(state.opacity, 0.0);
}

TEST(Commands, ZoomFitAndReset) {
  State state = sample_state();
  press(state, "+");
  EXPECT_DOUBLE_EQ(selected_film(state)->view.zoom, 1.25);
  press(state, "-");
  EXPECT_DOUBLE_EQ(selected_film(state)->view.zoom, 1.0);
  press(state, "+");
  press(state, "0");
  EXPECT_DOUBLE_EQ(selected_film(state)->view.zoom, 1.0);
  selected_film(state)->window = {1, 2, false};
  press(state, "i");
  EXPECT_TRUE(state.invert);
  press(state, "r");
  EXPECT_FALSE(state.invert);
  EXPECT_EQ(selected_film(state)->window.low_level, 10.0);
}

TEST(Commands, PredictTheFilmAnotherWay) {
  State state = sample_state();
  state.events.clear();
  for (const char* key : {"<", "*", "!", ">"}) apply(state, *command_for_key(key));
  EXPECT_EQ(selected_film(state)->change, (FilmChange{true, true, 2}));
  EXPECT_EQ(state.events.size(), 4U);
}

TEST(Commands, HelpOpensAndCloses) {
  State state;
  press(state, "?");
  EXPECT_TRUE(state.help_visible);
  press(state, "Escape");
  EXPECT_FALSE(state.help_visible);
}

TEST(Commands, AskThePageForFiles) {
  State state;
  press(state, "o");
  ASSERT_EQ(state.events.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<FilesWanted>(state.events[0]));
}

TEST(Commands, DoNothingWithoutAFilm) {
  State state;
  for (const char* key : {"ArrowUp", "ArrowDown", "ArrowLeft", "1", "+", "-", "0", "r"}) {
    press(state, key);
  }
  EXPECT_TRUE(state.events.empty());
}

TEST(Commands, LettersShowTheParts) {
  State state = sample_state();
  apply(state, *command_for_key("e"));
  EXPECT_EQ(state.tab, Tab::explain);
  apply(state, *command_for_key("m"));
  EXPECT_EQ(state.tab, Tab::map);
  apply(state, *command_for_key("A"));
  EXPECT_EQ(state.tab, Tab::answer);
}

TEST(Commands, KeysOfExplainOpenItFirst) {
  State state = sample_state();
  press(state, "d");
  EXPECT_EQ(state.explain.look.sides, MapSides::in_favor) << "only where it is seen";
  press(state, "x");
  EXPECT_EQ(state.tab, Tab::explain);
  EXPECT_EQ(state.explain.method, MapMethod::hires_cam);
  press(state, "x");
  EXPECT_EQ(state.explain.method, MapMethod::grad_cam);
  press(state, "a");
  press(state, "g");
  EXPECT_EQ(state.tab, Tab::explain);
  EXPECT_TRUE(state.explain.is_grid);
  press(state, "g");
  EXPECT_FALSE(state.explain.is_grid);
}

TEST(Commands, StepThroughEveryWayOfDrawing) {
  State state = sample_state();
  state.tab = Tab::explain;
  press(state, "l");
  EXPECT_TRUE(state.explain.has_lines);
  press(state, "d");
  EXPECT_EQ(state.explain.look.sides, MapSides::both);
  const auto first = state.explain.look;
  for (int step = 0; step < 3; ++step) press(state, "s");
  for (int step = 0; step < 4; ++step) {
    press(state, "k");
    EXPECT_NE(state.explain.look.colors, ColorMap::diverging);
  }
  EXPECT_EQ(state.explain.look, first) << "round the end";
}

TEST(Commands, MakeAndCancelTheMapLookedAt) {
  State state = sample_state();
  state.tab = Tab::explain;
  state.explain.method = MapMethod::occlusion;
  press(state, "y");
  EXPECT_EQ(std::get<MapsWanted>(state.events.back()).method, MapMethod::occlusion);
  press(state, "y");
  EXPECT_EQ(std::get<MapsCancelled>(state.events.back()).method, MapMethod::occlusion);
  const auto before = state.explain.grid.size();
  press(state, "t");
  EXPECT_EQ(state.explain.grid.size(), before + 1);
}

}  // namespace
}  // namespace chestlens::viewer
