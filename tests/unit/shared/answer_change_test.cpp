#include <chestlens/answer_change.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

const Question border = CoverQuestion{FilmPart::border, CoverFill::mean};
const std::vector<std::string> classes{"covid19", "normal", "viral", "bacterial"};

AnswerChange change(std::vector<float> before, std::vector<float> after) {
  return {{std::move(before), {}}, {std::move(after), {}}};
}

std::string summary(const AnswerChange& change, const Question& question = border) {
  return summary_in_words(question, change, classes);
}

Trust trust_of(Likeness likeness, double score) {
  return {.likeness = likeness, .score = score, .reason = {}};
}

TEST(AnswerChange, HangsWhereAnotherClassLeads) {
  const auto lost = change({0.84F, 0.1F, 0.03F, 0.03F}, {0.12F, 0.61F, 0.2F, 0.07F});
  EXPECT_EQ(dependence_of(lost), Dependence::hangs);
  EXPECT_EQ(summary(lost),
            "with the border covered the answer becomes normal (61 %), covid19 falls from 84 % to "
            "12 %: this answer hangs on the border");
}

TEST(AnswerChange, HangsWhereMoreThanHalfOfWhatLayAboveChanceIsLost) {
  // 0.65 + 0.25 of chance: half of 0.40 is lost at 0.45.
  const auto more = change({0.65F, 0.35F, 0.0F, 0.0F}, {0.44F, 0.2F, 0.2F, 0.16F});
  const auto less = change({0.65F, 0.35F, 0.0F, 0.0F}, {0.46F, 0.2F, 0.2F, 0.14F});
  EXPECT_EQ(dependence_of(more), Dependence::hangs);
  EXPECT_EQ(dependence_of(less), Dependence::in_part);
  EXPECT_EQ(summary(more),
            "with the border covered covid19 falls from 65 % to 44 %: this answer hangs on the "
            "border");
  EXPECT_EQ(summary(less),
            "with the border covered covid19 falls from 65 % to 46 %: this answer hangs on the "
            "border in part");
}

TEST(AnswerChange, DoesNotHangWhereItMovesByFivePointsAtMost) {
  const auto same = change({0.84F, 0.16F, 0.0F, 0.0F}, {0.83F, 0.17F, 0.0F, 0.0F});
  EXPECT_EQ(dependence_of(same), Dependence::does_not);
  EXPECT_EQ(summary(same),
            "with the border covered covid19 stays at 84 % (83 %): this answer does not hang on "
            "the border");
  EXPECT_EQ(dependence_of(change({0.84F, 0.16F, 0.0F, 0.0F}, {0.785F, 0.215F, 0.0F, 0.0F})),
            Dependence::in_part);
}

TEST(AnswerChange, ARiseIsADependenceInPart) {
  const auto rise = change({0.6F, 0.4F, 0.0F, 0.0F}, {0.9F, 0.1F, 0.0F, 0.0F});
  EXPECT_EQ(summary(rise),
            "with the border covered covid19 rises from 60 % to 90 %: this answer hangs on the "
            "border in part");
}

TEST(AnswerChange, ALeadThatChangesHandsByAHairWasNone) {
  const auto even = change({0.42F, 0.4F, 0.18F, 0.0F}, {0.4F, 0.42F, 0.18F, 0.0F});
  EXPECT_EQ(dependence_of(even), Dependence::undecided);
  EXPECT_EQ(summary(even),
            "with the border covered the answer becomes normal (42 %), covid19 stays at 42 % (40 "
            "%): this answer was hardly decided, and does not hang on the border");
}

TEST(AnswerChange, NoProbabilityIsCertain) {
  EXPECT_EQ(summary(change({0.9999F, 0.0001F, 0.0F, 0.0F}, {0.001F, 0.999F, 0.0F, 0.0F})),
            "with the border covered the answer becomes normal (over 99 %), covid19 falls from "
            "over 99 % to under 1 %: this answer hangs on the border");
}

TEST(AnswerChange, EachQuestionHasItsWords) {
  const auto lost = change({0.84F, 0.16F, 0.0F, 0.0F}, {0.4F, 0.3F, 0.2F, 0.1F});
  const std::vector<std::pair<Question, std::string>> expected{
      {CoverQuestion{FilmPart::all_but_lungs, CoverFill::mean},
       "with all but the lungs covered covid19 falls from 84 % to 40 %: this answer hangs on what "
       "lies outside the lungs"},
      {CoverQuestion{EllipseArea{{1, 2, 5, 9}}, CoverFill::noise},
       "with the ellipse of 4 x 7 pixels at 1, 2 covered by noise, covid19 falls from 84 % to 40 "
       "%: this answer hangs on what is there"},
      {ChangeQuestion{ChangeKind::rotation, 10.0},
       "turned by 10 degrees to the right, covid19 falls from 84 % to 40 %: this answer hangs on "
       "how "
       "the film is turned"},
      {ChangeQuestion{ChangeKind::brightness, 0.5},
       "at brightness 0.5, covid19 falls from 84 % to 40 %: this answer hangs on the brightness"},
      {ChangeQuestion{ChangeKind::mirror, 1.0},
       "mirrored, covid19 falls from 84 % to 40 %: this answer hangs on which side is which"},
      {ChangeQuestion{ChangeKind::resolution, 64.0},
       "at a resolution of 64 pixels, covid19 falls from 84 % to 40 %: this answer hangs on the "
       "resolution"}};
  for (const auto& [question, words] : expected) EXPECT_EQ(summary(lost, question), words);
}

TEST(AnswerChange, SaysWhereTheFilmSoChangedIsUnlikeThoseOfTraining) {
  auto asked = change({0.84F, 0.16F, 0.0F, 0.0F}, {0.83F, 0.17F, 0.0F, 0.0F});
  const std::string plain = summary(asked);
  asked.before.trust = trust_of(Likeness::like, 0.5);
  asked.after.trust = trust_of(Likeness::like, 0.7);
  EXPECT_EQ(summary(asked), plain);
  asked.after.trust = trust_of(Likeness::unlike, 37.0);
  EXPECT_EQ(summary(asked),
            plain + "; the film so changed is unlike the training films (37 times the limit)");
  asked.before.trust = trust_of(Likeness::unlike, 20.0);
  EXPECT_EQ(summary(asked), plain);  // which was said before the question
  asked.after.trust = trust_of(Likeness::like, 0.7);
  EXPECT_EQ(summary(asked), plain + "; the film so changed is like the training films");
  asked.after.trust = trust_of(Likeness::cannot_tell, 1.2);
  EXPECT_EQ(summary(asked), plain);
}

}  // namespace
}  // namespace chestlens
