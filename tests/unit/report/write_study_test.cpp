#include "report/write_study.hpp"

#include "io/atomic_file.hpp"
#include "io/markdown.hpp"
#include "report/differences_text.hpp"
#include "report/published.hpp"
#include "report/study_text.hpp"
#include "report_films.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

Study example_study() {
  Study study{{}, {{"train", {9, 8, 7, 6}}, {"validation", {5, 4, 3, 2}}, {"test", {3, 3, 3, 3}}}};
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
  ASSERT_EQ(scores.size(), 4U);
  const Metrics& metrics = scores[0].assessment.metrics;
  EXPECT_NEAR(metrics.accuracy, 0.835, 5e-4);
  EXPECT_NEAR(metrics.classes[0].recall, 1.0, 1e-12);
  EXPECT_NEAR(metrics.classes[0].precision, 0.80, 1e-12);
  EXPECT_NEAR(metrics.classes[1].recall, 0.819, 5e-4);
  EXPECT_NEAR(metrics.classes[1].precision, 0.670, 5e-4);
  EXPECT_NEAR(metrics.classes[2].precision, 0.871, 5e-4);
  EXPECT_NEAR(metrics.classes[3].recall, 0.739, 5e-4);
  EXPECT_TRUE(published_scores({"a", "b"}).empty());
}

TEST(Published, NetworksOfOtherClassesHaveTheFiguresOfCovid19Alone) {
  const auto scores = published_scores({"normal", "covid19", "viral", "bacterial"});
  ASSERT_EQ(scores.size(), 4U);
  const ClassMetrics& small = scores[1].assessment.metrics.classes[1];
  EXPECT_EQ(scores[1].assessment.metrics.accuracy, 0.926);
  EXPECT_NEAR(small.recall, 0.871, 5e-4);
  EXPECT_NEAR(small.recall_interval.low, 0.711, 5e-4);
  EXPECT_NEAR(small.recall_interval.high, 0.949, 5e-4);
  EXPECT_TRUE(std::isnan(small.precision));
  EXPECT_TRUE(std::isnan(scores[1].assessment.metrics.classes[0].recall));
  EXPECT_NEAR(scores[2].assessment.metrics.classes[1].recall, 0.968, 5e-4);
  const ClassMetrics& cxr_2 = scores[3].assessment.metrics.classes[1];
  EXPECT_EQ(cxr_2.recall, 0.955);
  EXPECT_TRUE(std::isnan(cxr_2.recall_interval.low));
  EXPECT_EQ(cxr_2.films, unknown_films);
}

TEST(StudyTable, SaysWherePatientsAreNotKnown) {
  Study study = example_study();
  EXPECT_THAT(to_markdown(study), Not(HasSubstr("split by film")));
  study.rows[0].evaluation.patients_known = false;
  EXPECT_THAT(to_markdown(study),
              HasSubstr("### All models on 12 test films, split by film: patients are not known"));
}

TEST(StudyTable, CountsThePartsOfAFolderOfOtherFilms) {
  RunData data;
  data.manifest = test::report_manifest();
  data.split.train = {0};
  data.unseen = {1, 2, 5};
  const auto parts = count_parts(data, EvaluatedPart::all);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].part, "trained a model");
  EXPECT_EQ(parts[0].films, (std::vector<std::int64_t>{1, 0, 0, 0}));
  EXPECT_EQ(parts[1].films, (std::vector<std::int64_t>{0, 2, 1, 0}));
  EXPECT_EQ(count_parts(data, EvaluatedPart::test).size(), 3U);
}

TEST(StudyTable, FlagsFewFilmsAndTheRowsOfOtherFilms) {
  const std::string text = to_markdown(example_study());
  EXPECT_THAT(text, HasSubstr("### All models on 12 test films"));
  EXPECT_THAT(text, HasSubstr("| Light \\<network> | 3.50 M | 0.31 G | 4.60 MB | 83.3 ("));
  EXPECT_THAT(text, HasSubstr("33.3 (6.1-79.2) *"));
  EXPECT_THAT(text, HasSubstr("on which nothing here was measured"));
  EXPECT_THAT(text, HasSubstr("COVID-Net, as published: 637 films"));
  EXPECT_THAT(text, HasSubstr("| covid19 | 9 | 5 | 3 |"));
  EXPECT_LT(text.find("Where the score may come from"), text.find("- It reads the border & more."));
}

TEST(StudyTable, ShowsWhatIsKnownOfPublishedNetworks) {
  const std::string text = to_markdown(example_study());
  for (const char* row :
       {"| COVID-Net, as published † | 116.60 M | 2.26 G | - | 83.5 (80.4-86.2) | 87.2 | 83.9 |",
        "| COVID-Net, as published † | 100.0 (67.6-100.0) * | 81.9 (74.9-87.2) |",
        "| COVID-Net large, 3 classes, as published † | 127.40 M | 3.59 G | - | 94.4 | - | - |",
        "| COVID-Net small, 3 classes, as published † | 87.1 (71.1-94.9) | - | - | - |",
        "| COVID-Net CXR-2, other classes, as published † | 95.5 | - | - | - |"}) {
    EXPECT_THAT(text, HasSubstr(row)) << row << "\n" << text;
  }
}

TEST(StudyTable, HasEveryFigureWithItsInterval) {
  const std::string text = to_markdown(example_study());
  EXPECT_THAT(text, HasSubstr("| weighted F1 % |"));
  // Viral: 7 of the 9 other films are called something else.
  const std::size_t specificity = text.find("### Specificity %");
  ASSERT_NE(specificity, std::string::npos);
  EXPECT_NE(text.find("| 77.8 (45.3-93.7) * |", specificity), std::string::npos) << text;
  EXPECT_THAT(text, HasSubstr("recall, precision and specificity"));
  EXPECT_THAT(text, HasSubstr("### ROC area %"));
  EXPECT_THAT(text, HasSubstr("### Precision-recall area %"));
}

/// The light model beside one that takes the second film of each class for the next class.
Study study_of_two() {
  Study study = example_study();
  StudyRow other = study.rows.front();
  other.name = "heavy";
  other.title = "Heavy";
  std::ranges::rotate(other.evaluation.scored.probabilities,
                      other.evaluation.scored.probabilities.begin() + 1);
  study.rows.push_back(std::move(other));
  const std::vector<ScoredFilms> models{study.rows[0].evaluation.scored,
                                        study.rows[1].evaluation.scored};
  study.differences = test::must(compare_models(models, {.draws = 100}));
  return study;
}

TEST(StudyTable, ComparesItsRows) {
  const Study study = study_of_two();
  const std::string text = to_markdown(study);
  const auto& accuracy = study.differences.front().accuracy;
  EXPECT_THAT(text, HasSubstr("| models | accuracy | p | balanced accuracy | p |"));
  EXPECT_THAT(text, HasSubstr("| Light \\<network> less Heavy | " +
                              difference_text(accuracy.value, accuracy.interval) + " | " +
                              p_text(accuracy.corrected_p) + " |"));
  EXPECT_THAT(text, HasSubstr("### Differences of ROC area by class, in points"));
  EXPECT_THAT(text, HasSubstr("corrected for their number by Holm"));
  EXPECT_THAT(to_markdown(example_study()), Not(HasSubstr("Differences")));

  const std::string csv = differences_csv(study);
  EXPECT_THAT(csv, HasSubstr("light,heavy,accuracy,,"));
  EXPECT_THAT(csv, HasSubstr("McNemar by patient,Holm,12\n"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 4 + 4) << csv;
  const test::TemporaryFolder folder;
  test::must(write_study(folder.path(), study));
  EXPECT_EQ(read_text(folder / "differences.csv").value(), csv);
}

TEST(StudyTable, CsvHasEveryFigureAtFullPrecision) {
  const std::string csv = to_csv(example_study());
  EXPECT_EQ(csv.substr(0, csv.find('\n')), "model,metric,class,value,low,high,films,measured_on");
  EXPECT_THAT(csv, HasSubstr("light,recall,covid19,0.33333333333333331,"));
  EXPECT_THAT(csv, HasSubstr(",3,test\n"));
  constexpr int of_a_model = 6 + 4 * 6;
  constexpr int of_the_published = (4 + 4 * 4) + 3 * 2;
  EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + of_a_model + of_the_published) << csv;
}

TEST(StudyTable, CsvMarksWhatWasPublishedOnOtherFilms) {
  const std::string csv = to_csv(example_study());
  for (const char* part :
       {"published-covid_net,recall,covid19,1,", ",8,other films (published)\n",
        "published-covid_net_small_3,recall,covid19,0.87096774193548387,",
        "published-covid_net_cxr_2,accuracy,,0.96299999999999997,nan,nan,nan,other films "
        "(published)\n"}) {
    EXPECT_THAT(csv, HasSubstr(part)) << part << "\n" << csv;
  }
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
  EXPECT_THAT(html, HasSubstr("Light &lt;network&gt;"));
  EXPECT_THAT(html, HasSubstr("It reads the border &amp; more."));
  EXPECT_THAT(html, HasSubstr("<svg"));
  const auto markdown = read_text(folder / "table.md").value();
  for (const char* link : {"(classes.svg)", "(confusion-light.svg)", "(reliability-light.svg)"}) {
    EXPECT_THAT(markdown, HasSubstr(link)) << link;
  }
  EXPECT_THAT(markdown, Not(HasSubstr("weights.svg")));
}

TEST(StudyTable, ShowsTheCurveOfWeightsThatLiesInTheFolder) {
  const test::TemporaryFolder folder;
  const std::string curve = "<svg><desc>weights</desc></svg>\n";
  test::must(write_file_atomic(folder / "weights.svg", curve));
  test::must(write_study(folder.path(), example_study()));
  EXPECT_THAT(read_text(folder / "table.html").value(), HasSubstr(curve));
  EXPECT_THAT(read_text(folder / "table.md").value(), HasSubstr("(weights.svg)"));
  EXPECT_EQ(read_text(folder / "weights.svg").value(), curve);

  const std::string newer = "<svg><desc>newer weights</desc></svg>\n";
  test::must(write_file_atomic(folder / "weights.svg", newer));
  test::must(write_study(folder.path(), example_study(), {.replace = true}));
  EXPECT_THAT(read_text(folder / "table.html").value(), HasSubstr(newer));
}

TEST(StudyTable, IsWrittenOverNothingButAStudy) {
  const test::TemporaryFolder folder;
  const auto refusal = [&](bool replace) {
    const Status written = write_study(folder.path(), example_study(), {.replace = replace});
    return written ? "" : to_string(written.error());
  };
  EXPECT_EQ(refusal(false), "");
  EXPECT_THAT(refusal(false), HasSubstr("holds a study already; --replace"));
  EXPECT_EQ(refusal(true), "");
  test::must(write_file_atomic(folder / "table.md", "my own words"));
  EXPECT_THAT(refusal(true), HasSubstr("holds table.md, which was changed"));
  test::must(write_file_atomic(folder / "manifest.csv", "file"));
  EXPECT_THAT(refusal(true), HasSubstr("another file, manifest.csv"));
  EXPECT_EQ(read_text(folder / "table.md").value(), "my own words");
}

}  // namespace
}  // namespace chestlens
