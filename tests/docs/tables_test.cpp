#include "io/atomic_file.hpp"
#include "pages.hpp"

#include <chestlens/audit_power.hpp>
#include <chestlens/catalog.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

namespace chestlens::docs {
namespace {

using testing::HasSubstr;

std::string file_of_project(const std::string& path) {
  return read_text(CHESTLENS_SOURCE_DIR "/" + path).value();
}

/// The rows of the table under "### TITLE...".
std::vector<std::string> rows_under(const std::string& text, const std::string& title) {
  std::vector<std::string> rows;
  const auto at = text.find("### " + title);
  std::istringstream lines(at == std::string::npos ? "" : text.substr(at));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && !line.starts_with("#")) {
    if (line.starts_with("|")) rows.push_back(line);
  }
  return rows;
}

// The pages' figures are those that the commands wrote, not older ones.
TEST(StudyPage, HoldsTheStudysTables) {
  const std::string page = file_of_project("models/study/README.md");
  const std::string study = file_of_project("models/study/table.md");
  for (const char* title : {"All models on ", "Recall (sensitivity) %"}) {
    const auto rows = rows_under(study, title);
    EXPECT_GT(rows.size(), 10U) << title;
    for (const std::string& row : rows) {
      EXPECT_THAT(page, HasSubstr(row)) << "not in the page: " << row;
    }
  }
}

// Those that stand between marks in the pages.
TEST(StudyPage, HoldsWhatItsScriptPutsThere) {
  EXPECT_EQ(std::system("python3 " CHESTLENS_SOURCE_DIR "/tools/study_pages.py --check"), 0);
}

// The audit's power, which the page and the program say, is that of the page's table.
TEST(StudyPage, HoldsThePowerOfTheAudit) {
  const std::string page = file_of_project("models/study/README.md");
  for (const AuditPower& row : audit_power()) {
    EXPECT_THAT(
        page, HasSubstr(fmt::format("| {} | {} of {}{}: {:.0f} % ({:.0f} to {:.0f}) |", row.films,
                                    row.convicted, row.networks, row.is_clean ? ", falsely" : "",
                                    100.0 * row.convicted / row.networks, 100.0 * row.interval.low,
                                    100.0 * row.interval.high)));
  }
}

// README.md's one table of models has rows of the study's, and among them all that the catalog
// offers and COVID-Net as published.
TEST(Readme, HoldsRowsOfTheStudysTable) {
  const std::string readme = file_of_project("README.md");
  const auto study = rows_under(file_of_project("models/study/table.md"), "All models on ");
  const auto all = parse_page("README.md", readme).rows;
  const auto first = std::ranges::find(all, study.at(0));
  ASSERT_NE(first, all.end()) << "no table with the study's columns";
  const auto last =
      std::find_if(first, all.end(), [](const auto& row) { return row.starts_with("| folder |"); });
  for (auto row = first; row != last; ++row) {
    EXPECT_NE(std::ranges::find(study, *row), study.end()) << "not in the study: " << *row;
  }
  std::vector<std::string> titles{"COVID-Net, as published †"};
  const auto catalog = parse_catalog(file_of_project("models/catalog.json"));
  ASSERT_TRUE(catalog) << to_string(catalog.error());
  for (const auto& model : catalog->models) titles.push_back(model.title);
  for (const auto& ensemble : catalog->ensembles) titles.push_back(ensemble.title);
  EXPECT_GT(titles.size(), 3U);
  for (const std::string& title : titles) {
    EXPECT_TRUE(std::any_of(first, last, [&](const std::string& row) {
      return row.starts_with("| " + title + " |");
    })) << title;
  }
}

// What README.md says in sentences of ImageNet's weights stands in the tables of their arms.
TEST(Readme, HoldsTheDifferencesOfTheArms) {
  const std::string readme = file_of_project("README.md");
  const std::string arms = file_of_project("models/study/arms-mobilenet_v2.md");
  EXPECT_THAT(readme, HasSubstr("8.6 points of macro F1 (5.7 to 11.8)"));
  EXPECT_THAT(arms, HasSubstr("| +8.6 (5.7 to 11.8) |"));
  EXPECT_THAT(readme, HasSubstr("14.1 points (10.1\nto 18.6)"));
  EXPECT_THAT(arms, HasSubstr("| -14.1 (-18.6 to -10.1) |"));
}

}  // namespace
}  // namespace chestlens::docs
