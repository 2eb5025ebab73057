#include "report/thresholds.hpp"

#include "report_films.hpp"
#include "support/must.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

Evaluation validation() {
  Evaluation evaluation = test::report_evaluation();
  evaluation.part = EvaluatedPart::validation;
  return evaluation;
}

// Films of covid19 have the probabilities 0.096, 0.096 and 0.711: all three need 0.096, where every
// other film is called covid19, too.
TEST(Thresholds, AreChosenOnValidationAndMeasuredElsewhere) {
  const Evaluation chosen_on = validation();
  const Evaluation measured = test::report_evaluation();
  const auto rows =
      test::must(choose_thresholds({"light", "Light", chosen_on, measured}, {{0, 0.3}, {0, 1.0}}));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_NEAR(rows[0].chosen.figures.recall.value, 1.0 / 3.0, 1e-12);
  EXPECT_EQ(rows[0].figures.precision.value, 1.0);
  EXPECT_EQ(rows[1].figures.recall.value, 1.0);
  EXPECT_NEAR(rows[1].figures.precision.value, 3.0 / 12.0, 1e-12);
  const std::string text = to_markdown(threshold_table(rows));
  EXPECT_THAT(text, HasSubstr("| model | class | wanted recall % | probability at least |"));
  EXPECT_THAT(text, HasSubstr("| Light | covid19 | 30.0 | 0.7112 ("));
  EXPECT_THAT(text, HasSubstr("precision on test %"));
  EXPECT_THAT(threshold_note(rows), Not(HasSubstr("measured on the films that chose it")));
  const std::string csv = thresholds_csv(rows);
  EXPECT_THAT(csv, HasSubstr("light,covid19,0.29999999999999999,"));
  EXPECT_THAT(csv, HasSubstr(",test,precision,1,"));
}

TEST(Thresholds, SayWhereTheFilmsChoseThem) {
  const Evaluation films = validation();
  const auto rows = test::must(choose_thresholds({"light", "Light", films, films}, {{0, 0.3}}));
  EXPECT_THAT(threshold_note(rows), HasSubstr("measured on the films that chose it"));
}

TEST(Thresholds, OtherFilmsDoNotChoose) {
  const Evaluation films = test::report_evaluation();
  EXPECT_EQ(choose_thresholds({"light", "Light", films, films}, {{0, 0.3}}).error().code,
            ErrorCode::mismatch);
}

}  // namespace
}  // namespace chestlens
