#include "io/atomic_file.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace chestlens {
namespace {

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

// The README's figures are those that the commands wrote, not older ones.
TEST(Readme, HoldsTheStudysTables) {
  const std::string readme = file_of_project("README.md");
  const std::string study = file_of_project("models/study/table.md");
  for (const char* title : {"All models on ", "Recall (sensitivity) %"}) {
    const auto rows = rows_under(study, title);
    EXPECT_GT(rows.size(), 10U) << title;
    for (const std::string& row : rows) {
      EXPECT_NE(readme.find(row), std::string::npos) << "not in README.md: " << row;
    }
  }
}

TEST(Readme, HoldsTheAnswerOfTheSeeds) {
  const std::string readme = file_of_project("README.md");
  int rows = 0;
  std::istringstream lines(file_of_project("models/study/seeds.md"));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("|")) continue;
    ++rows;
    EXPECT_NE(readme.find(line), std::string::npos) << "not in README.md: " << line;
  }
  EXPECT_EQ(rows, 10);
}

}  // namespace
}  // namespace chestlens
