#include "model_report/report_page.hpp"

#include "example_report.hpp"
#include "support/must.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <limits>

namespace chestlens {
namespace {

using test::example_finding;
using test::example_report;
using test::must;
using testing::HasSubstr;
using testing::Not;

TEST(ReportPage, FirstSheetIsScoresAndWhatTheyAreWorth) {
  const Page page = must(report_page(example_report()));
  EXPECT_THAT(page.lead, HasSubstr("Scored on 12 test films of 12 patients"));
  ASSERT_GT(page.sections.size(), 2U);
  EXPECT_FALSE(page.sections[0].is_sheet);
  EXPECT_TRUE(page.sections[1].is_sheet) << "the sheet ends here";
  const auto& rows = page.sections[0].tables.front().rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_THAT(rows[0][2], HasSubstr("covid19 33.3 ("));
  EXPECT_EQ(rows[2][0], "saying covid19 always");
  EXPECT_EQ(page.sections[1].points.size(), 5U);
}

TEST(ReportPage, PartsThatCouldNotBeMadeSayWhyInTheirPlace) {
  const std::string html = to_html(must(report_page(example_report())));
  for (const char* text : {"The map could not be made: the films: too few films.",
                           "The films and their maps could not be made: no film.",
                           "The times could not be made: no clock.", "None was asked for. --recall",
                           "not audited yet", "no warning"}) {
    EXPECT_THAT(html, HasSubstr(text)) << text;
  }
}

TEST(ReportPage, ThresholdsThatNoFilmsChoseSayWhy) {
  ModelReport report = example_report();
  report.thresholds = fail(ErrorCode::invalid_argument, "no validation film is here");
  EXPECT_THAT(to_html(must(report_page(report))),
              HasSubstr("The thresholds could not be made: no validation film is here."));
}

TEST(ReportPage, EachPartSaysWhatMakesItAgain) {
  const Page page = must(report_page(example_report()));
  for (const PageSection& section : page.sections) {
    const bool is_first_sheet = &section < &page.sections[2];
    if (is_first_sheet || section.title == "Thresholds") continue;
    EXPECT_EQ(section.commands.empty(), section.title == "Where the answers come from")
        << section.title;
  }
  EXPECT_EQ(page.sections.back().commands.front(),
            "chestlens report --models models --data 'the films' --split test --out out");
}

TEST(ReportPage, PicturesOfFilmsAreLeftOutOnDemand) {
  ModelReport report = example_report();
  report.cases =
      ReportCases{"light",
                  "",
                  {},
                  {.panels = {}, .cases = {{{"0.png", {0, {0.2F, 0.6F, 0.1F, 0.1F}}}}}, .csv = {}}};
  report.call.films = false;
  const std::string html = to_html(must(report_page(report)));
  EXPECT_THAT(html, HasSubstr("Pictures of films were left out (--no-films)"));
  EXPECT_THAT(html, HasSubstr("0.png"));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
}

TEST(ReportPage, FindingsStandBesideChance) {
  ModelReport report = example_report();
  report.evaluated.cards[0].findings = {example_finding(true), example_finding(false)};
  report.evaluated.cards[0].findings[1].chance = std::numeric_limits<double>::quiet_NaN();
  const std::string html = to_html(must(report_page(report)));
  EXPECT_THAT(html, HasSubstr("90.0 (80.0-95.0)"));
  EXPECT_THAT(html, HasSubstr("<h3>light &lt;network&gt;. Convicted: the border, of covid19</h3>"));
  EXPECT_THAT(html, HasSubstr("What is told when parts are covered")) << "the audit's own chart";
  EXPECT_THAT(html, HasSubstr("50.0 (to 60.0)"));

  const auto json = nlohmann::json::parse(report_json(report));
  const auto& findings = json["models"][0]["card"]["findings"];
  EXPECT_EQ(findings[0]["verdict"], "convicted");
  EXPECT_NEAR(findings[0]["chance_high"].get<double>(), 0.6, 1e-12);
  EXPECT_TRUE(findings[1]["chance"].is_null());
  EXPECT_EQ(json["not_made"].size(), 3U);
  EXPECT_EQ(json["differences"].size(), 1U);
}

}  // namespace
}  // namespace chestlens
