#include "sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <viewer/ask.hpp>
#include <viewer/shown_image.hpp>

namespace chestlens::viewer {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const Question border = CoverQuestion{FilmPart::border, CoverFill::mean};
const Question brighter = ChangeQuestion{ChangeKind::brightness, 2.0};

template <typename Wanted>
std::vector<Wanted> events_of(const State& state) {
  std::vector<Wanted> found;
  for (const Event& event : state.events) {
    if (const auto* wanted = std::get_if<Wanted>(&event)) found.push_back(*wanted);
  }
  return found;
}

const Questions& questions(const State& state) {
  return selected_film(state)->questions;
}

State asked_state() {
  State state = sample_state();
  state.tab = Tab::question;
  EXPECT_TRUE(ask(state, border));
  return state;
}

TEST(Ask, SendsTheQuestionAndShowsTheFilmSo) {
  const State state = asked_state();
  const auto sent = events_of<QuestionAsked>(state);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent.front().id, 1);
  EXPECT_EQ(parse_question(sent.front().question).value(), border);
  const Film& film = *selected_film(state);
  EXPECT_EQ(shown_key(state, film).question, sent.front().number);
  const auto shown = render_shown(film, shown_key(state, film), FitMode::squash).value();
  const auto expected = render_film(asked(film.image, border).value(), film.window);
  EXPECT_EQ(shown.pixels, expected.pixels);
}

TEST(Ask, OtherPartsShowTheFilmAsItIs) {
  State state = asked_state();
  state.tab = Tab::answer;
  EXPECT_EQ(shown_key(state, *selected_film(state)).question, 0);
}

TEST(Ask, WhatTheFilmDoesNotAllowIsNoQuestion) {
  State state = sample_state();
  ask_or_say(state, CoverQuestion{RectangleArea{{500, 500, 600, 600}}, CoverFill::mean});
  EXPECT_THAT(questions(state).refused, HasSubstr("covers nothing"));
  EXPECT_THAT(questions(state).asked, IsEmpty());
  EXPECT_THAT(state.events, IsEmpty());
  ask_or_say(state, border);
  EXPECT_EQ(questions(state).refused, "");
  ASSERT_TRUE(select_film(state, 3));  // not predicted
  EXPECT_EQ(ask(state, border).error().code, ErrorCode::not_found);
}

TEST(Ask, AnAnswerThatWaitsIsNotQuestioned) {
  State state = sample_state();
  Prediction unlike = prediction({0.1F, 0.7F, 0.2F});
  unlike.trust = Trust{.likeness = Likeness::unlike, .score = 3.0, .reason = {}};
  ASSERT_TRUE(set_prediction(state, 1, std::move(unlike)));
  EXPECT_EQ(ask(state, border).error().code, ErrorCode::not_found);
  ASSERT_TRUE(show_answer(state, 1));
  EXPECT_TRUE(ask(state, border));
}

TEST(Ask, SaysWhatBecameOfTheAnswer) {
  State state = asked_state();
  const Asked& asked = questions(state).asked.front();
  EXPECT_EQ(summary_of(state, *selected_film(state), asked), "");
  EXPECT_EQ(short_words(asked.question), "the border covered");
  EXPECT_EQ(short_answer(state, *selected_film(state), asked), "\u2026");
  EXPECT_FALSE(set_asked_answer(state, 1, asked.number, {{0.5F, 0.5F}}));
  EXPECT_FALSE(set_asked_answer(state, 1, 77, {{0.9F, 0.05F, 0.05F}}));
  ASSERT_TRUE(set_asked_answer(state, 1, asked.number, {{0.9F, 0.05F, 0.05F}}));
  EXPECT_THAT(summary_of(state, *selected_film(state), asked),
              StartsWith("with the border covered the answer becomes a (90 %), b falls"));
  EXPECT_EQ(short_answer(state, *selected_film(state), asked), "b 70.0 % \u2192 5.0 %");
  EXPECT_EQ(short_words(brighter), "at brightness 2");
}

TEST(Ask, QuestionsAreSavedWithTheirAnswers) {
  State state = asked_state();
  ASSERT_TRUE(set_asked_answer(state, 1, 1, {{0.9F, 0.05F, 0.05F}}));
  ASSERT_TRUE(ask(state, brighter));
  ASSERT_TRUE(set_asked_failure(state, 1, 2, "the network failed"));
  state.question.model = "both";
  state.question.members = {{"one", "1a", 0.25}, {"two", "2b", 0.75}};
  const auto json = nlohmann::json::parse(questions_json(state, 1).value());
  EXPECT_EQ(json.at("film"), "film 1");
  EXPECT_EQ(json.at("model"), "both");
  EXPECT_EQ(json.at("members").at(1).at("weight"), 0.75);
  EXPECT_FLOAT_EQ(json.at("questions").at(0).at("change").at("a").get<float>(), 0.8F);
  EXPECT_EQ(json.at("questions").at(1).at("not_asked"), "the network failed");
  EXPECT_FALSE(questions_json(state, 3));
}

TEST(Ask, QuestionsAreTakenBackAndAskedAgain) {
  State state = asked_state();
  ASSERT_TRUE(ask(state, brighter));
  undo_question(state);
  ASSERT_EQ(questions(state).asked.size(), 1U);
  EXPECT_EQ(questions(state).shown_number, 1);
  ASSERT_TRUE(set_asked_answer(state, 1, 2, {{0.9F, 0.05F, 0.05F}})) << "it comes all the same";
  redo_question(state);
  ASSERT_EQ(questions(state).asked.size(), 2U);
  EXPECT_EQ(questions(state).shown_number, 2);
  EXPECT_TRUE(questions(state).asked.back().after);
  undo_question(state);
  undo_question(state);
  EXPECT_FALSE(questions(state).shown_number);
  EXPECT_THAT(questions(state).shown_image.pixels, IsEmpty());
  undo_question(state);  // nothing left
  ASSERT_TRUE(ask(state, border));
  EXPECT_THAT(questions(state).undone, IsEmpty());
}

TEST(Ask, ThePageIsToldWhatIsAsked) {
  State state = asked_state();
  ASSERT_TRUE(ask(state, brighter));
  remove_question(state, 1);
  EXPECT_EQ(questions(state).shown_number, 2) << "what is shown stays";
  redo_question(state);
  std::vector<std::vector<int>> lists;
  for (const auto& changed : events_of<QuestionsChanged>(state)) lists.push_back(changed.numbers);
  EXPECT_THAT(lists,
              ElementsAre(ElementsAre(1), ElementsAre(1, 2), ElementsAre(2), ElementsAre(2, 1)));
  remove_question(state, 99);
  EXPECT_EQ(events_of<QuestionsChanged>(state).size(), 4U);
}

TEST(Ask, OneFilmAloneIsKeptAsItIsAsked) {
  State state = asked_state();
  ASSERT_TRUE(select_film(state, 2));
  ASSERT_TRUE(ask(state, brighter));
  EXPECT_THAT(find_film(state, 1)->questions.shown_image.pixels, IsEmpty());
  EXPECT_FALSE(find_film(state, 1)->questions.shown_number);
  EXPECT_EQ(find_film(state, 1)->questions.asked.size(), 1U);
}

TEST(Ask, TheFilmAsItIsIsOneStepAway) {
  State state = asked_state();
  toggle_question(state);
  EXPECT_FALSE(questions(state).shown_number);
  toggle_question(state);
  EXPECT_EQ(questions(state).shown_number, 1);
}

TEST(Ask, ACurveIsWantedOnceAndFilledInOrder) {
  State state = sample_state();
  want_curve(state, ChangeKind::rotation);
  want_curve(state, ChangeKind::rotation);
  const auto wanted = events_of<CurveWanted>(state);
  ASSERT_EQ(wanted.size(), 1U);
  EXPECT_EQ(wanted.front().kind, "rotation");
  for (std::size_t i = 0; i < wanted.front().amounts.size(); ++i) {
    ASSERT_TRUE(add_curve_point(state, 1, ChangeKind::rotation, {0.2F, 0.3F, 0.5F}));
  }
  EXPECT_FALSE(add_curve_point(state, 1, ChangeKind::rotation, {0.2F, 0.3F, 0.5F}));
  EXPECT_FALSE(add_curve_point(state, 1, ChangeKind::contrast, {0.2F, 0.3F, 0.5F}));
  ASSERT_TRUE(set_curve_failure(state, 1, ChangeKind::rotation, "stopped"));
  EXPECT_EQ(find_curve(questions(state), ChangeKind::rotation)->failure, "stopped");
}

TEST(Ask, AnotherPredictionHasNoQuestions) {
  State state = asked_state();
  ASSERT_TRUE(change_film(state, 1, {.quarter_turns = 1}));
  EXPECT_THAT(find_film(state, 1)->questions.asked, IsEmpty());
}

TEST(Ask, AFilmThatWasShrunkIsShownCoveredInTheSamePlace) {
  State state = sample_state();
  state.limits = {20, 400};
  ASSERT_TRUE(add_film(state, 4, "large"));
  ASSERT_TRUE(set_film(state, 4, ramp(40, 30), {0.0, 255.0, false}));
  ASSERT_TRUE(set_prediction(state, 4, prediction({0.1F, 0.7F, 0.2F})));
  ASSERT_TRUE(select_film(state, 4));
  ASSERT_TRUE(ask(state, CoverQuestion{RectangleArea{{0, 0, 20, 30}}, CoverFill::mean}));
  const GreyImage& shown = questions(state).shown_image;
  ASSERT_EQ(shown.width_pixels, 20);
  EXPECT_EQ(shown.pixels[0], shown.pixels[9]);
  EXPECT_EQ(shown.pixels[15], find_film(state, 4)->image.pixels[15]);
  const Slider resolution = film_slider(*selected_film(state), ChangeKind::resolution);
  EXPECT_EQ(resolution.high, 30.0) << "of the file";
}

}  // namespace
}  // namespace chestlens::viewer
