#include "both_hands.hpp"
#include "tab_scenes.hpp"

#include <gmock/gmock.h>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class AnswerPart : public BothHands {};
CHESTLENS_BOTH_HANDS(AnswerPart);

TEST_P(AnswerPart, AnUnlikeFilmsProbabilitiesWait) {
  open(unlike_film());
  EXPECT_THAT(driver().texts("results"), Contains("Unlike the training films"));
  EXPECT_THAT(driver().texts(), Not(Contains(HasSubstr("70.0 %"))));
  EXPECT_EQ(driver().count("class"), 0);
}

TEST_P(AnswerPart, TheButtonShowsAnUnlikeFilmsProbabilities) {
  open(unlike_film());
  press("Show the answer anyway");
  ASSERT_EQ(take<AnswerWanted>().size(), 1U);
  driver().reach("covid19", "results");
  EXPECT_THAT(driver().texts("results"), Contains("70.0 %"));
  EXPECT_THROW(driver().reach("Show the answer anyway", "results"), std::runtime_error);
  driver().reach("An answer to a film that it does not know", "results");
}

TEST_P(AnswerPart, AnUnlikeFilmSaysHowFarItsNearestIs) {
  open(unlike_film());
  driver().reach("Its nearest film is 12.3 away, farther than 99 % of films are.", "results");
}

TEST_P(AnswerPart, WhatWasDoneToReadAFilmIsSaid) {
  auto state = trusted_film(Likeness::like);
  ASSERT_TRUE(set_notes(state, 1, {"The file's end is missing; every pixel is there."}));
  open(std::move(state));
  driver().reach("The file's end is missing; every pixel is there.", "results");
  EXPECT_EQ(driver().count("What in its header may identify a patient"), 0);
}

TEST_P(AnswerPart, WhatIdentifiesAPatientIsListedOnRequest) {
  auto state = trusted_film(Likeness::like);
  ASSERT_TRUE(set_notes(state, 1, {}, true));
  open(std::move(state));
  press("What in its header may identify a patient");
  const auto wanted = take<IdentifiersWanted>();
  ASSERT_EQ(wanted.size(), 1U);
  ASSERT_TRUE(set_identifiers(driver().state(), wanted.front().id, {"(0010,0010) PatientName"}));
  driver().reach("(0010,0010) PatientName", "results");
  EXPECT_EQ(driver().count("What in its header may identify a patient"), 0);
}

TEST_P(AnswerPart, ALikeFilmsProbabilitiesAreThere) {
  open(trusted_film(Likeness::like));
  EXPECT_THAT(driver().texts("results"), Contains("Like the training films"));
  driver().reach("70.0 %", "results");
  EXPECT_THAT(take<AnswerWanted>(), IsEmpty());
}

TEST_P(AnswerPart, AHintsButtonTurnsTheFilm) {
  open(hinted_film());
  press("Turn it to the right");
  const auto wanted = take<ChangeWanted>();
  ASSERT_EQ(wanted.size(), 1U);
  EXPECT_EQ(wanted.front().change, (FilmChange{.quarter_turns = 1}));
  EXPECT_THAT(driver().texts("results"), Contains("Predicting\u2026"));
}

TEST_P(AnswerPart, AHintsButtonAsksForAnotherFile) {
  open(hinted_film());
  press("Choose another file");
  EXPECT_EQ(take<FilesWanted>().size(), 1U);
}

TEST_P(AnswerPart, AnyFilmIsPredictedAnotherWay) {
  open(trusted_film(Likeness::like));
  EXPECT_EQ(driver().count("As it came"), 0);
  press("Turned right");
  press("Mirrored");
  press("As a negative");
  const auto wanted = take<ChangeWanted>();
  ASSERT_EQ(wanted.size(), 3U);
  EXPECT_EQ(wanted.back().change, (FilmChange{true, true, 3}));
  press("As it came");
  const auto last = take<ChangeWanted>();
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last.front().change, FilmChange{});
}

TEST_P(AnswerPart, APressOnAClassShowsItAndItsCaveat) {
  open(film_with_caveats());
  state().heatmap_visible = false;
  press("pneumonia");
  EXPECT_EQ(shown_class(film()), 1);
  EXPECT_TRUE(state().heatmap_visible);
  const auto events = take<ClassShown>();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events.front().class_index, 1);
  driver().reach("Nothing was found for this class.", "results");
  EXPECT_EQ(driver().count("What the audit found"), 0);
}

TEST_P(AnswerPart, TheCaveatOpensTheCardAtItsPlace) {
  open(film_with_caveats());
  press("What the audit found");
  const auto wanted = take<CardWanted>();
  ASSERT_EQ(wanted.size(), 1U);
  EXPECT_EQ(wanted.front().place, "finding-3");
}

}  // namespace
}  // namespace chestlens::viewer
