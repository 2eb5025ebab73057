#include "audit/audit_film.hpp"

#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "support/tiny_bundle.hpp"
#include "support/tiny_trust.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(AuditFilm, AsksEveryQuestion) {
  const test::TemporaryFolder folder;
  Card card = test::tiny_card();
  card.format = 2;
  test::write_tiny_bundle(folder / "tiny", test::onnx_of({.is_of_format_2 = true}), card);
  const auto predictor = test::must(open_bundle(folder / "tiny", {.threads = 1}));
  const auto audit = test::must(audit_film(predictor, {test::small_film(64, 2, 1)}));
  EXPECT_GE(audit.questions.size(), 10U);
  for (const FilmQuestion& question : audit.questions) {
    EXPECT_EQ(question.probabilities.size(), audit.probabilities.size()) << question.name;
  }
  const std::string text = to_text(audit, predictor.members.front().card.classes);
  EXPECT_THAT(text, StartsWith("[cannot tell: tiny has no trust.bin]\nAs it is"));
  EXPECT_THAT(text, HasSubstr("border covered"));
}

TEST(AuditFilm, SaysFirstWhetherTheFilmIsLikeThoseOfTraining) {
  const test::TemporaryFolder folder;
  test::write_trusting_bundle(folder / "one", "one", true);
  test::write_trusting_bundle(folder / "two", "two", false);
  auto predictor = test::must(open_bundle(folder / "one", {.threads = 1}));
  auto second = test::must(open_bundle(folder / "two", {.threads = 1}));
  predictor.members.push_back(std::move(second.members.front()));
  const auto audit = test::must(audit_film(predictor, {test::small_film(64, 2, 1)}));
  EXPECT_THAT(to_text(audit, predictor.members.front().card.classes),
              StartsWith("one: [like]\ntwo: [unlike, "));
}

TEST(AuditFilm, SaysInWordsWhatTheAnswerHangsOn) {
  FilmAudit audit;
  audit.probabilities = {0.84F, 0.16F};
  audit.questions = {{"border covered", "the outer 10 %", true, {0.12F, 0.88F}},
                     {"text covered", "letters", false, {0.84F, 0.16F}},
                     {"JPEG", "at quality 30", true, {0.82F, 0.18F}}};
  audit.lungs_are_seen = true;
  const std::string text = to_text(audit, {"covid19", "normal"});
  EXPECT_THAT(text, HasSubstr("border covered: covid19 goes from 84 to 12 %, and the answer is"));
  EXPECT_THAT(text, HasSubstr("text covered                 not asked"));
  EXPECT_THAT(text, Not(HasSubstr("JPEG: covid19")));
  EXPECT_THAT(text, Not(HasSubstr("lungs were not seen")));
  audit.questions.push_back({"lungs covered", "as estimated", true, {0.80F, 0.20F}});
  EXPECT_THAT(
      to_text(audit, {"covid19", "normal"}),
      HasSubstr("It does not hang on the lungs: with them covered covid19 has 80 % still."));
  audit.questions.back().probabilities = {0.30F, 0.70F};
  EXPECT_THAT(to_text(audit, {"covid19", "normal"}), Not(HasSubstr("does not hang on")));
  audit.questions.pop_back();
  audit.questions.erase(audit.questions.begin());
  audit.lungs_are_seen = false;
  const std::string steady = to_text(audit, {"covid19", "normal"});
  EXPECT_THAT(steady, HasSubstr("No question changed"));
  EXPECT_THAT(steady, HasSubstr("lungs were not seen"));
}

}  // namespace
}  // namespace chestlens
