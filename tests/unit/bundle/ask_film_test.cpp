#include "bundle/ask_film.hpp"

#include "bundle/asked_text.hpp"
#include "shipped_models.hpp"
#include "support/tiny_trust.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

GreyImage phantom_film() {
  PhantomOptions options;
  options.size_pixels = 200;
  return test::must(draw_phantom(PhantomClass::viral, {3, 3}, options)).film;
}

/// What the predictor says of a film by itself.
FilmPrediction predicted(const Predictor& predictor, const GreyImage& film) {
  const auto prepared = test::must(prepare_film(predictor, film));
  auto predictions = test::must(predict_batch(predictor, std::span(&prepared, 1), false));
  return test::must(std::move(predictions.front()));
}

std::vector<Question> many_questions() {
  std::vector<Question> questions = ready_questions();
  questions.insert(
      questions.end(),
      {CoverQuestion{RectangleArea{{20, 20, 90, 120}}}, ChangeQuestion{ChangeKind::brightness, 0.5},
       ChangeQuestion{ChangeKind::rotation, 10.0}, ChangeQuestion{ChangeKind::mirror, 1.0},
       ChangeQuestion{ChangeKind::resolution, 40.0}});
  return questions;
}

class AskShippedModels : public testing::TestWithParam<const char*> {};

TEST_P(AskShippedModels, AnswersAreThePredictionsOfTheFilmsSoChanged) {
  const auto predictor =
      test::must(open_catalog_entry(test::shipped_models(), GetParam(), {.threads = 1}));
  const GreyImage film = phantom_film();
  const auto questions = many_questions();
  const AskedList list = test::must(ask_film(predictor, {film}, "film", questions));
  EXPECT_EQ(list.model, GetParam());
  ASSERT_EQ(list.members.size(), predictor.members.size());
  EXPECT_EQ(list.members[0].model_sha256, model_sha256(predictor.members[0].card));
  const auto before = predicted(predictor, film).combined;
  ASSERT_EQ(list.before.probabilities.size(), before.probabilities.size());
  ASSERT_TRUE(list.before.trust);
  EXPECT_EQ(list.before.trust->likeness, before.trust->likeness);
  ASSERT_EQ(list.questions.size(), questions.size());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const AskedQuestion& question = list.questions[i];
    EXPECT_EQ(question.question, questions[i]);
    const auto changed = asked(film, questions[i]);
    ASSERT_EQ(changed.has_value(), question.after.has_value()) << in_words(questions[i]);
    if (!changed) continue;
    const auto alone = predicted(predictor, *changed).combined;
    for (std::size_t c = 0; c < alone.probabilities.size(); ++c) {
      EXPECT_NEAR(question.after->probabilities[c], alone.probabilities[c], 1e-5)
          << in_words(questions[i]);
    }
    EXPECT_NEAR(question.after->trust->score, alone.trust->score,
                1e-4 * (1.0 + alone.trust->score));
    EXPECT_EQ(question.after->trust->surprise, Surprise::none);
  }
  EXPECT_TRUE(list.questions[4].after) << "its lungs are seen";
}

INSTANTIATE_TEST_SUITE_P(All, AskShippedModels,
                         testing::Values("mobilenet_v2", "mobilenet_v2-densenet121"),
                         [](const auto& test) { return test.index == 0 ? "One" : "Ensemble"; });

class AskTinyModel : public testing::Test {
 protected:
  AskTinyModel() { test::write_trusting_bundle(folder_ / "tiny", "tiny", false); }
  AskedList ask(const GreyImage& film, const std::vector<Question>& questions) const {
    const auto predictor = test::must(open_bundle(folder_ / "tiny", {.threads = 1}));
    return test::must(ask_film(predictor, {film}, "film", questions));
  }
  test::TemporaryFolder folder_;
};

TEST_F(AskTinyModel, WhatTheFilmDoesNotShowIsSaidInItsRow) {
  const GreyImage blank{64, 64, 255, std::vector<std::uint16_t>(64 * 64, 90)};
  const AskedList list = ask(blank, ready_questions());
  const std::string text = to_text(list);
  EXPECT_THAT(text, HasSubstr("the text found covered by the mean of the rest"));
  EXPECT_THAT(text, HasSubstr("not asked: none was found on this film\n"));
  EXPECT_THAT(text, HasSubstr("not asked: the lungs were not seen on this film"));
  EXPECT_TRUE(list.questions[0].after);
  for (std::size_t i = 1; i < list.questions.size(); ++i) {
    EXPECT_FALSE(list.questions[i].after) << i;
    EXPECT_NE(list.questions[i].not_asked, "") << i;
  }
}

TEST_F(AskTinyModel, AQuestionThatIsNoneFailsWithItsName) {
  const auto predictor = test::must(open_bundle(folder_ / "tiny", {.threads = 1}));
  const auto asked = ask_film(predictor, {phantom_film()}, "film",
                              {CoverQuestion{RectangleArea{{300, 10, 340, 50}}}});
  ASSERT_FALSE(asked);
  EXPECT_THAT(to_string(asked.error()),
              StartsWith("the rectangle of 40 x 40 pixels at 300, 10: covers nothing"));
}

TEST_F(AskTinyModel, TellsTrustBeforeAndAfter) {
  GreyImage film{64, 64, 255, std::vector<std::uint16_t>(64 * 64, 0)};
  std::fill_n(film.pixels.begin(), 64 * 30, std::uint16_t{200});  // of black films it is none
  const auto list = ask(film, {CoverQuestion{RectangleArea{{0, 0, 64, 30}}}});
  ASSERT_TRUE(list.before.trust && list.questions[0].after->trust);
  EXPECT_EQ(list.before.trust->likeness, Likeness::unlike);
  EXPECT_EQ(list.questions[0].after->trust->likeness, Likeness::like);
  EXPECT_THAT(to_text(list), HasSubstr("The film as it is: unlike the training films: "));
  EXPECT_THAT(to_text(list), HasSubstr("the film so changed is like the training films"));
}

// By hand, from the numbers.
TEST(AskedText, IsATableWithTheChangeOfEveryClassAndASentencePerQuestion) {
  AskedList list;
  list.film = "film.png";
  list.model = "light";
  list.classes = {"covid19", "normal"};
  list.before = {{0.842F, 0.158F}, Trust{.likeness = Likeness::like, .reason = {}}};
  list.questions = {
      {CoverQuestion{FilmPart::border},
       Answer{{0.121F, 0.879F}, Trust{.likeness = Likeness::unlike, .score = 37.0, .reason = {}}}},
      {CoverQuestion{FilmPart::text}, {}, "none was found on this film"}};
  EXPECT_EQ(
      to_text(list),
      "film.png, by light\n"
      "question                                        trust           covid19            normal\n"
      "as it is                                        like          *  84.2 %             15.8 %\n"
      "the border covered by the mean of the rest      unlike, 37 x     12.1 %   -72.1  *  87.9 %  "
      " +72.1\n"
      "the text found covered by the mean of the rest  not asked: none was found on this film\n"
      "\n"
      "With the border covered the answer becomes normal (88 %), covid19 falls from 84 % to 12 %: "
      "this answer hangs on the border; the film so changed is unlike the training films (37 times "
      "the limit).\n");
}

}  // namespace
}  // namespace chestlens
