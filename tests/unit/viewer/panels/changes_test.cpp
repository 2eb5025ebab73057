#include "both_hands.hpp"
#include "tab_scenes.hpp"

#include <gmock/gmock.h>

namespace chestlens::viewer {
namespace {

using testing::IsEmpty;

class ChangesOfFilm : public BothHands {
 protected:
  /// The one question that was sent.
  ChangeQuestion sent() {
    const auto asked = take<QuestionAsked>();
    if (asked.size() != 1) throw std::runtime_error("not one question was sent");
    return std::get<ChangeQuestion>(*parse_question(asked.front().question));
  }
};
CHESTLENS_BOTH_HANDS(ChangesOfFilm);

TEST_P(ChangesOfFilm, AreChosenAndTheirCurvesWanted) {
  open(questionable_film());
  press("Change the film");
  const std::pair<const char*, ChangeKind> kinds[] = {{"Rotation", ChangeKind::rotation},
                                                      {"Contrast", ChangeKind::contrast},
                                                      {"Mirror", ChangeKind::mirror},
                                                      {"Resolution", ChangeKind::resolution}};
  auto wanted = take<CurveWanted>();
  ASSERT_EQ(wanted.size(), 1U);
  EXPECT_EQ(wanted.front().kind, "brightness");
  for (const auto& [label, kind] : kinds) {
    press(label);
    EXPECT_EQ(state().question.change, kind);
    wanted = take<CurveWanted>();
    ASSERT_EQ(wanted.size(), 1U) << label;
    EXPECT_EQ(wanted.front().kind, to_string(kind));
  }
}

TEST_P(ChangesOfFilm, TheSlidersAmountIsAsked) {
  open(changed_film());
  slide("amount", 1.0);
  const ChangeQuestion question = sent();
  EXPECT_EQ(question.kind, ChangeKind::brightness);
  EXPECT_EQ(question.amount, film_slider(film(), ChangeKind::brightness).high);
}

TEST_P(ChangesOfFilm, TheSliderAsksOnceWhenItIsReleased) {
  open(changed_film());
  const Point place = middle_of(driver().scroll_to("amount", "results"));
  driver().hold(place);
  driver().move_on({place.x + 40, place.y});
  driver().move_on({place.x + 60, place.y});
  EXPECT_TRUE(state().question.dragged_amount);
  EXPECT_THAT(take<QuestionAsked>(), IsEmpty());
  driver().release();
  EXPECT_GT(sent().amount, 1.0);
}

TEST_P(ChangesOfFilm, RotationIsOfTheSlidersPlace) {
  open(changed_film());
  press("Rotation");
  slide("amount", 0.0);
  const ChangeQuestion question = sent();
  EXPECT_EQ(question.kind, ChangeKind::rotation);
  EXPECT_EQ(question.amount, film_slider(film(), ChangeKind::rotation).low);
}

TEST_P(ChangesOfFilm, TheCurveSaysHowMuchOfItIsKnown) {
  open(changed_film());
  const std::size_t values = film_slider(film(), ChangeKind::brightness).values.size();
  driver().reach("3 of " + std::to_string(values), "results");
  for (std::size_t known = 3; known < values; ++known) {
    ASSERT_TRUE(add_curve_point(state(), 1, ChangeKind::brightness, {0.2F, 0.1F, 0.7F}));
  }
  driver().settle();
  driver().reach("others grey", "results");
}

}  // namespace
}  // namespace chestlens::viewer
