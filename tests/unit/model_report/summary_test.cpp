#include "example_report.hpp"
#include "model_report/summary_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using test::example_finding;
using test::example_report;
using testing::HasSubstr;
using testing::Not;

TEST(ReportSummary, SaysWhatIsRightAndWhatBlindGuessingIs) {
  const ModelReport report = example_report();
  const PagePoint point = meaning_point(report);
  EXPECT_THAT(point.text, HasSubstr("light <network> names the right class of 83 ("));
  EXPECT_THAT(point.text, HasSubstr("to say covid19 always would be right for 25"));
  EXPECT_THAT(point.text, HasSubstr("no two of these models differ beyond chance"));
}

TEST(ReportSummary, SaysThatSourcesTellClassesAndThatFilmsAreFew) {
  ModelReport report = example_report();
  // The hospital has three films of each class but normal, the clinic normal alone: 3 + 2 of 12.
  EXPECT_NEAR(right_by_source_alone(report.evaluated.study.rows[0].evaluation), 5.0 / 12.0, 1e-12);
  std::string text = caution_point(report).text;
  EXPECT_THAT(text, HasSubstr("is right for 41.7 %"));
  EXPECT_THAT(text, HasSubstr("covid19 (3), viral (3), bacterial (3), normal (3)"));
  EXPECT_THAT(text, HasSubstr("expect less of another hospital's"));

  Evaluation& evaluation = report.evaluated.study.rows[0].evaluation;
  evaluation.part = EvaluatedPart::external;
  evaluation.sources = {""};
  evaluation.films = {{3}, {3}, {3}, {3}};
  text = caution_point(report).text;
  EXPECT_THAT(text, HasSubstr("do not say where they come from"));
  EXPECT_THAT(text, Not(HasSubstr("expect less")));
}

TEST(ReportSummary, FilmsOfOneClassTellNothingApart) {
  ModelReport report = example_report();
  for (StudyRow& row : report.evaluated.study.rows) {
    auto& classes = row.evaluation.assessment.metrics.classes;
    for (std::size_t c = 1; c < classes.size(); ++c) classes[c].films = 0;
  }
  EXPECT_THAT(meaning_point(report).text, HasSubstr("all of them are covid19, so that it told"));
  const std::string text = caution_point(report).text;
  EXPECT_THAT(text, HasSubstr("Few films: of covid19 (3) read"));
  EXPECT_THAT(text, HasSubstr("No film is of viral, bacterial, normal."));
}

TEST(ReportSummary, SaysWhatIsConvictedClearOrNotAudited) {
  ModelReport report = example_report();
  auto& cards = report.evaluated.cards;
  EXPECT_THAT(audit_point(report).title, HasSubstr("not audited yet"));
  EXPECT_EQ(audit_point(report).tone, PageTone::caution);
  cards[0].findings = {example_finding(true)};
  PagePoint point = audit_point(report);
  EXPECT_THAT(point.title, HasSubstr("convicted"));
  EXPECT_THAT(point.text, HasSubstr("light <network> (by its card, on "));
  EXPECT_THAT(point.text, HasSubstr("). Convicted: the border, of covid19. At its worst, by "
                                    "the border: covid19 90.0 % (80.0 to 95.0), by chance 60.0 at "
                                    "most. "));
  EXPECT_THAT(point.text, HasSubstr("Not audited yet: heavy <network>."));
  EXPECT_EQ(point.tone, PageTone::alarm);
  cards[0].findings = cards[1].findings = {example_finding(false)};
  point = audit_point(report);
  EXPECT_THAT(point.text, HasSubstr("Nothing was convicted. That is no acquittal"));
  EXPECT_EQ(point.tone, PageTone::plain);
}

TEST(ReportSummary, SaysWhatIsWarnedOf) {
  ModelReport report = example_report();
  EXPECT_THAT(trust_point(report).text, HasSubstr("No warning is given by light <network>, heavy"));
  report.evaluated.cards[0].trust = {{"films never seen", 0.05, 0.03, 0.08, "100 pictures"},
                                     {"pages", 1.0, 0.96, 1.0, "100 pictures"},
                                     {"mirrored", 0.1, 0.05, 0.2, "100 pictures"}};
  const std::string text = trust_point(report).text;
  EXPECT_THAT(text, HasSubstr("light <network> nearly always warns of 1 of 2 other kinds of "
                              "pictures, least of \"mirrored\" (10.0 %), and wrongly of 5.0 % "
                              "(3.0 to 8.0) of films like its own."));
  EXPECT_THAT(text, HasSubstr("No warning is given by heavy <network>"));
}

}  // namespace
}  // namespace chestlens
