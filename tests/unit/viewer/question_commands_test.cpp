#include "sample.hpp"

#include <gtest/gtest.h>
#include <viewer/ask.hpp>
#include <viewer/commands.hpp>

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

}  // namespace
}  // namespace chestlens::viewer
