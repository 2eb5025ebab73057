#include "both_hands.hpp"
#include "tab_scenes.hpp"

#include <gmock/gmock.h>
#include <viewer/format.hpp>
#include <viewer/shown_image.hpp>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class QuestionPart : public BothHands {
 protected:
  /// The questions that were sent since the last call.
  std::vector<Question> sent() {
    std::vector<Question> questions;
    for (const auto& asked : take<QuestionAsked>()) {
      questions.push_back(*parse_question(asked.question));
    }
    return questions;
  }

  /// The numbers of the list that was sent last.
  std::vector<int> listed() {
    const auto lists = take<QuestionsChanged>();
    return lists.empty() ? std::vector<int>{} : lists.back().numbers;
  }
};
CHESTLENS_BOTH_HANDS(QuestionPart);

TEST_P(QuestionPart, EveryReadyCoverIsAsked) {
  const std::pair<const char*, FilmPart> covers[] = {
      {"Border", FilmPart::border},         {"Text found", FilmPart::text},
      {"Right lung", FilmPart::right_lung}, {"Left lung", FilmPart::left_lung},
      {"Both lungs", FilmPart::both_lungs}, {"All but lungs", FilmPart::all_but_lungs}};
  open(questionable_film());
  for (const auto& [label, part] : covers) {
    press(label);
    EXPECT_THAT(sent(), ElementsAre(Question(CoverQuestion{part, CoverFill::mean}))) << label;
  }
}

TEST_P(QuestionPart, TheFilmIsShownAsTheQuestionWantsIt) {
  open(questionable_film());
  press("Border");
  const auto covered = asked(film().image, CoverQuestion{FilmPart::border, CoverFill::mean});
  EXPECT_EQ(driver().pictures("film").at(0).image->pixels,
            render_film(*covered, film().window).pixels);
  EXPECT_THAT(driver().texts("film"), Contains("The border covered"));
}

TEST_P(QuestionPart, WhatIsNotOnTheFilmIsSaid) {
  State state = questionable_film();
  (void)set_film(state, 1, ramp(64, 48), {10.0, 200.0, false});
  (void)set_prediction(state, 1, prediction({0.1F, 0.2F, 0.7F}));
  open(std::move(state));
  press("Left lung");
  EXPECT_THAT(sent(), IsEmpty());
  ASSERT_NE(film().questions.refused, "");
  driver().reach(sentence(film().questions.refused), "results");
}

TEST_P(QuestionPart, WhatCoversIsChosen) {
  open(questionable_film());
  press("Noise");
  press("Border");
  press("Blur");
  press("Border");
  EXPECT_THAT(sent(), ElementsAre(Question(CoverQuestion{FilmPart::border, CoverFill::noise}),
                                  Question(CoverQuestion{FilmPart::border, CoverFill::blurred})));
}

TEST_P(QuestionPart, AnAnswerThatWaitsIsShownByItsButton) {
  State state = unlike_film();
  state.tab = Tab::question;
  open(std::move(state));
  EXPECT_THROW(driver().reach("Border", "results"), std::runtime_error);
  press("Show the answer anyway");
  EXPECT_EQ(take<AnswerWanted>().size(), 1U);
  driver().reach("Border", "results");
}

TEST_P(QuestionPart, TheAnswersAreCompared) {
  open(questioned_film());
  press("Undo");
  press("Undo");
  driver().reach("The answer hangs on it", "results");
  driver().reach("\u221265.0", "results");  // covid19: 70 to 5 percent
  driver().reach("+70.0", "results");
}

TEST_P(QuestionPart, QuestionsAreTakenBackAndAskedAgain) {
  open(questioned_film());
  press("Undo");
  press("Undo");
  EXPECT_THAT(listed(), ElementsAre(1));
  EXPECT_EQ(film().questions.shown_number, 1);
  press("Redo");
  EXPECT_THAT(listed(), ElementsAre(1, 2));
  EXPECT_EQ(film().questions.shown_number, 2);
}

TEST_P(QuestionPart, AQuestionIsRemovedByItsCross) {
  open(questioned_film());
  press(middle_of(driver().scroll_to("remove", "results")));  // the newest one's
  EXPECT_THAT(listed(), ElementsAre(1, 2));
}

TEST_P(QuestionPart, APressOnAQuestionShowsTheFilmSoAndAsItIs) {
  open(questioned_film());
  press("The border covered");
  EXPECT_EQ(film().questions.shown_number, 1);
  press("The border covered");
  EXPECT_EQ(film().questions.shown_number, std::nullopt);
  const auto as_it_is = render_shown(film(), shown_key(state(), film()), state().model.fit);
  EXPECT_EQ(driver().pictures("film").at(0).image->pixels, as_it_is->pixels);
}

TEST_P(QuestionPart, TheListIsSaved) {
  open(questioned_film());
  press("Save as JSON");
  EXPECT_EQ(take<QuestionsSaved>().size(), 1U);
}

TEST_P(QuestionPart, TheMapOfTheWholeFilmIsMadeAndCancelled) {
  open(questionable_film());
  press("Map of the whole film");
  ASSERT_EQ(take<MapsWanted>().size(), 1U);
  ASSERT_TRUE(set_maps_progress(state(), 1, 0, MapMethod::occlusion, 32, 225));
  driver().settle();
  driver().reach("32 of 225", "results");
  press("Cancel");
  const auto cancelled = take<MapsCancelled>();
  ASSERT_EQ(cancelled.size(), 1U);
  EXPECT_EQ(cancelled.front().method, MapMethod::occlusion);
  driver().reach("Map of the whole film", "results");
}

TEST_P(QuestionPart, TheMapOfTheWholeFilmIsSeenInExplain) {
  open(questionable_film());
  ASSERT_TRUE(set_maps(state(), 1, maps_by(MapMethod::occlusion)));
  driver().settle();
  press("See the map in Explain");
  EXPECT_EQ(state().tab, Tab::explain);
  EXPECT_EQ(state().explain.method, MapMethod::occlusion);
}

}  // namespace
}  // namespace chestlens::viewer
