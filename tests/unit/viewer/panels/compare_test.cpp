#include "both_hands.hpp"
#include "tab_scenes.hpp"

#include <gmock/gmock.h>
#include <viewer/compare_weights.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class ComparePart : public BothHands {
 protected:
  /// The lowest of the texts that say so, at the panel's end.
  Point lowest(std::string_view text) {
    driver().wheel(center(driver().places().results), -1000);
    const auto& texts = driver().drawn().texts;
    const auto found = std::find_if(texts.rbegin(), texts.rend(),
                                    [&](const DrawnText& drawn) { return drawn.text == text; });
    EXPECT_NE(found, texts.rend()) << text;
    const ImVec2 middle = found->box.GetCenter();
    return {middle.x, middle.y};
  }
};
CHESTLENS_BOTH_HANDS(ComparePart);

TEST_P(ComparePart, EveryModelHasAPictureAndAllTogether) {
  open(compared_models());
  EXPECT_THAT(driver().pictures("film"), SizeIs(3));
  for (const char* words : {"DenseNet-121", "MobileNetV2", "validated 0.70 (0.55\u20130.85)",
                            "validated 0.30", "These are the validated weights."}) {
    driver().reach(words, "results");
  }
}

TEST_P(ComparePart, AWeightIsMovedTakenBackMadeAgainAndReset) {
  open(compared_models());
  slide("weight", 0.2);
  EXPECT_NEAR(state().compare.weights[0], 0.2, 0.03);
  EXPECT_NEAR(state().compare.weights[1], 0.8, 0.03);
  EXPECT_THAT(take<WeightsMoved>(), Not(IsEmpty()));
  EXPECT_TRUE(film().compared.moved);
  driver().reach("Undo", "results");
  EXPECT_THAT(driver().texts("results"), Contains(HasSubstr("70.0 % \u2192 ")));
  press("Undo");
  EXPECT_TRUE(weights_are_validated(state().compare)) << "one drag is one move";
  press("Redo");
  EXPECT_NEAR(state().compare.weights[0], 0.2, 0.03);
  press("Back to the validated weights");
  EXPECT_TRUE(weights_are_validated(state().compare));
  EXPECT_FALSE(film().compared.moved);
}

TEST_P(ComparePart, AClassIsShownOfAllModels) {
  open(compared_models());
  press("pneumonia");
  EXPECT_EQ(film().chosen_class, 1);
  EXPECT_THAT(driver().texts("film"), Contains(HasSubstr("20.0")));
}

TEST_P(ComparePart, AnotherModelIsOpenedBesideAndClosed) {
  open(compared_models());
  press("As the study trained it");
  const auto wanted = take<BesideWanted>();
  ASSERT_THAT(wanted, SizeIs(1));
  EXPECT_EQ(wanted[0].model, "plain");
  driver().reach("It is opened, and predicts this film.", "results");
  ASSERT_TRUE(set_beside(state(), 1, "plain", prediction({0.9F, 0.05F, 0.05F})));
  driver().settle();
  EXPECT_THAT(driver().pictures("film"), SizeIs(4));
  press(lowest("As the study trained it"));
  EXPECT_EQ(state().compare.beside, "");
}

TEST_P(ComparePart, AModelThatCannotBeOpenedSaysWhy) {
  open(compared_models());
  press("As the study trained it");
  ASSERT_TRUE(set_beside_failure(state(), 1, "plain", "the network is gone"));
  driver().settle();
  driver().reach("The network is gone.", "results");
  driver().reach("not opened", "results");
}

TEST_P(ComparePart, TwoFilmsAreInFramesAndMoveTogether) {
  open(compared_models());
  press("Two films");
  EXPECT_EQ(state().compare.prior_id, 2);
  ASSERT_THAT(driver().pictures("film"), SizeIs(2));
  const ImRect before = driver().pictures("film")[1].box;
  const ImRect first = driver().pictures("film")[0].box;
  driver().wheel({first.GetCenter().x, first.GetCenter().y}, 3);
  EXPECT_GT(driver().pictures("film")[1].box.GetWidth(), before.GetWidth()) << "the other one, too";
}

TEST_P(ComparePart, AFilmAloneAsksForASecondOne) {
  State alone = predicted_films(1);
  show_tab(alone, Tab::compare);
  open(std::move(alone));
  press("Two films");
  driver().reach("Open a second film, such as an earlier one of the same person.", "results");
}

TEST_P(ComparePart, TheAnswerOfAnUnlikeFilmIsShownOnRequest) {
  State unlike = unlike_film();
  show_tab(unlike, Tab::compare);
  open(std::move(unlike));
  EXPECT_THAT(driver().texts("results"), Not(Contains(HasSubstr("70.0"))));
  press("Show the answer anyway");
  EXPECT_TRUE(film().answer_wanted);
}

}  // namespace
}  // namespace chestlens::viewer
