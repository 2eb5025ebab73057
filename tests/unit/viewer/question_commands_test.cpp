#include "sample.hpp"

#include <gtest/gtest.h>
#include <viewer/ask.hpp>
#include <viewer/commands.hpp>
#include <viewer/cover_pen.hpp>

namespace chestlens::viewer {
namespace {

void press(State& state, std::string_view key) {
  const auto command = command_for_key(key);
  ASSERT_TRUE(command) << key;
  apply(state, *command);
}

const Question* shown(const State& state) {
  const Asked* asked = shown_question(selected_film(state)->questions);
  return asked == nullptr ? nullptr : &asked->question;
}

TEST(QuestionCommands, CoverOnePartAfterTheOther) {
  State state = sample_state();
  press(state, "b");
  EXPECT_EQ(state.tab, Tab::question);
  EXPECT_EQ(shown(state), nullptr) << "the first press opens the part";
  press(state, "b");
  ASSERT_NE(shown(state), nullptr);
  EXPECT_EQ(*shown(state), Question(CoverQuestion{FilmPart::border, CoverFill::mean}));
  press(state, "j");
  press(state, "b");
  EXPECT_EQ(*shown(state), Question(CoverQuestion{FilmPart::border, CoverFill::blurred}));
  press(state, "b");  // a ramp has no text
  EXPECT_NE(selected_film(state)->questions.refused, "");
}

TEST(QuestionCommands, ChangeTheFilmByTheSlidersValues) {
  State state = sample_state();
  press(state, "q");
  press(state, "w");
  press(state, "]");
  EXPECT_EQ(*shown(state), Question(ChangeQuestion{ChangeKind::brightness, 1.26}));
  press(state, "[");
  press(state, "[");
  EXPECT_EQ(*shown(state), Question(ChangeQuestion{ChangeKind::brightness, 0.79}));
  press(state, "w");
  EXPECT_EQ(state.question.change, ChangeKind::contrast);
  press(state, "w");
  for (int i = 0; i < 9; ++i) press(state, "]");
  EXPECT_EQ(*shown(state), Question(ChangeQuestion{ChangeKind::rotation, 30.0}));
  EXPECT_DOUBLE_EQ(state.opacity, 0.45) << "the heat-map's own keys do not reach it here";
}

TEST(QuestionCommands, TakeBackAndAskAgain) {
  State state = sample_state();
  press(state, "q");
  press(state, "b");
  press(state, "z");
  EXPECT_EQ(shown(state), nullptr);
  press(state, "u");
  EXPECT_NE(shown(state), nullptr);
  press(state, "h");
  EXPECT_EQ(shown(state), nullptr) << "the film as it is";
  EXPECT_TRUE(state.heatmap_visible);
}

TEST(QuestionCommands, StepThroughTheTools) {
  State state = sample_state();
  press(state, "q");
  for (const CoverTool tool :
       {CoverTool::rectangle, CoverTool::ellipse, CoverTool::brush, CoverTool::move}) {
    press(state, "p");
    EXPECT_EQ(state.question.tool, tool);
  }
}

TEST(QuestionCommands, WithoutAnAnswerAreRefusedInWords) {
  State state = sample_state();
  ASSERT_TRUE(select_film(state, 3));
  press(state, "q");
  press(state, "b");
  EXPECT_EQ(shown(state), nullptr);
  EXPECT_EQ(selected_film(state)->questions.refused, "select a film whose answer is shown first");
}

/// sample_state() with a tool, on a film of 100 x 50 pixels.
State with_tool(CoverTool tool) {
  State state = sample_state();
  (void)set_film(state, 1, ramp(100, 50), {0.0, 255.0, false});
  (void)set_prediction(state, 1, prediction({0.1F, 0.7F, 0.2F}));
  press(state, "q");
  choose_tool(state.question, tool);
  return state;
}

const CoveredArea& covered(const State& state) {
  return std::get<CoverQuestion>(*shown(state)).area;
}

TEST(QuestionCommands, KeysDrawARectangle) {
  State state = with_tool(CoverTool::rectangle);
  press(state, "ArrowLeft");
  EXPECT_DOUBLE_EQ(state.question.pen->at.x, 49.0) << "a fiftieth of the shorter side";
  press(state, "f");
  for (int i = 0; i < 3; ++i) press(state, "ArrowRight");
  press(state, "ArrowDown");
  EXPECT_EQ(shown(state), nullptr);
  press(state, "f");
  ASSERT_NE(shown(state), nullptr);
  EXPECT_EQ(covered(state), CoveredArea(RectangleArea{{49, 25, 52, 26}}));
  EXPECT_EQ(state.selected_id, 1) << "arrows belong to the pen";
}

TEST(QuestionCommands, KeysDrawWithTheBrush) {
  State state = with_tool(CoverTool::brush);
  press(state, "f");
  press(state, "ArrowUp");
  press(state, "ArrowUp");
  press(state, "f");
  ASSERT_NE(shown(state), nullptr);
  EXPECT_EQ(std::get<BrushArea>(covered(state)).strokes.front().points.size(), 3U);
}

TEST(QuestionCommands, ThePenStaysOnTheFilm) {
  State state = with_tool(CoverTool::ellipse);
  for (int i = 0; i < 200; ++i) press(state, "ArrowUp");
  for (int i = 0; i < 200; ++i) press(state, "ArrowRight");
  EXPECT_DOUBLE_EQ(state.question.pen->at.x, 100.0);
  EXPECT_DOUBLE_EQ(state.question.pen->at.y, 0.0);
}

TEST(QuestionCommands, EscapeTakesThePenAwayAndAsksNothing) {
  State state = with_tool(CoverTool::ellipse);
  press(state, "f");
  press(state, "ArrowRight");
  press(state, "ArrowDown");
  press(state, "Escape");
  EXPECT_FALSE(state.question.pen);
  EXPECT_FALSE(state.question.drawing);
  EXPECT_EQ(shown(state), nullptr);
}

TEST(QuestionCommands, AnotherToolAndAnotherFilmLeaveWhatWasBeingDrawn) {
  State state = with_tool(CoverTool::rectangle);
  press(state, "f");
  press(state, "p");
  EXPECT_EQ(state.question.tool, CoverTool::ellipse);
  EXPECT_FALSE(state.question.drawing);
  press(state, "f");
  press(state, "ArrowRight");
  press(state, ".");
  press(state, "f");
  EXPECT_EQ(state.question.pen->film_id, 2);
  EXPECT_TRUE(state.question.pen->is_down) << "it begins again there";
}

TEST(QuestionCommands, WithoutAToolArrowsAreOfFilmsAndClasses) {
  State state = with_tool(CoverTool::move);
  press(state, "f");
  press(state, "ArrowDown");
  EXPECT_FALSE(state.question.pen);
  EXPECT_EQ(state.selected_id, 2);
}

}  // namespace
}  // namespace chestlens::viewer
