#include "report/study_table.hpp"

#include "io/atomic_file.hpp"
#include "report/published.hpp"
#include "report_films.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace chestlens {
namespace {

Study example_study() {
  Study study{"films", {}, {{9, 8, 7, 6}, {5, 4, 3, 2}, {3, 3, 3, 3}}};
  study.rows.push_back({"light",
                        "Light <network>",
                        3'500'000,
                        310'000'000,
                        4'600'000,
                        test::report_evaluation(),
                        {"It reads the border & more."}});
  return study;
}

TEST(Published, CovidNetHasItsPublishedFigures) {
  const auto scores = published_scores({"covid19", "viral", "bacterial", "normal"});
  ASSERT_EQ(scores.size(), 1U);
  const Metrics metrics = metrics_from(scores[0].matrix);
  EXPECT_NEAR(metrics.accuracy, 0.835, 5e-4);
  EXPECT_NEAR(metrics.classes[0].recall, 1.0, 1e-12);
  EXPECT_NEAR(metrics.classes[0].precision, 0.80, 1e-12);
  EXPECT_NEAR(metrics.classes[1].recall, 0.819, 5e-4);
  EXPECT_NEAR(metrics.classes[1].precision, 0.670, 5e-4);
  EXPECT_NEAR(metrics.classes[2].precision, 0.871, 5e-4);
  EXPECT_NEAR(metrics.classes[3].recall, 0.739, 5e-4);
  EXPECT_TRUE(published_scores({"a", "b"}).empty());
}

TEST(StudyTable, FlagsFewFilmsAndTheRowsOfOtherFilms) {
  const std::string text = to_markdown(example_study());
  EXPECT_NE(text.find("### All models on 12 test films"), std::string::npos) << text;
  EXPECT_NE(text.find("| Light <network> | 3.50 M | 0.31 G | 4.60 MB | 83.3 ("), std::string::npos)
      << text;
  EXPECT_NE(text.find("33.3 (6.1-79.2) *"), std::string::npos) << text;
  EXPECT_NE(text.find("COVID-Net, as published †"), std::string::npos);
  EXPECT_NE(text.find("on which nothing here was measured"), std::string::npos);
  EXPECT_NE(text.find("| covid19 | 9 | 5 | 3 |"), std::string::npos);
  EXPECT_LT(text.find("Where the score may come from"), text.find("- It reads the border & more."));
}

TEST(StudyTable, CsvHasEveryFigureAtFullPrecision) {
  const std::string csv = to_csv(example_study());
  EXPECT_EQ(csv.substr(0, csv.find('\n')), "model,metric,class,value,low,high,films");
  EXPECT_NE(csv.find("light,recall,covid19,0.33333333333333331,"), std::string::npos) << csv;
  EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 6 + 4 * 6);
}

TEST(StudyTable, WritesAPageAndFigures) {
  const test::TemporaryFolder folder;
  const auto written = write_study(folder.path(), example_study());
  ASSERT_TRUE(written) << to_string(written.error());
  for (const char* file : {"table.md", "table.csv", "table.html", "classes.svg",
                           "confusion-light.svg", "reliability-light.svg"}) {
    EXPECT_TRUE(std::filesystem::exists(folder / file)) << file;
  }
  const auto html = read_text(folder / "table.html").value();
  EXPECT_NE(html.find("Light &lt;network&gt;"), std::string::npos);
  EXPECT_NE(html.find("It reads the border &amp; more."), std::string::npos);
  EXPECT_NE(html.find("<svg"), std::string::npos);
}

}  // namespace
}  // namespace chestlens
