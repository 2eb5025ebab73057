#include "curation/import_outcome.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace chestlens {
namespace {

TEST(ImportOutcome, CountsFilmsOfNoClass) {
  ManifestTable table;
  table.rows = {{{"class", "normal"}}, {{"class", ""}}, {{"class", "normal"}}, {{"file", "a.png"}}};
  EXPECT_EQ(films_by_class(table), (std::map<std::string, int>{{"no class", 2}, {"normal", 2}}));
}

TEST(ImportOutcome, TheListOfProblemsGoesWithTheLastOne) {
  const test::TemporaryFolder folder;
  const std::filesystem::path list = folder / "problems.csv";
  test::must(write_problems(list, {{"a.png", "is empty"}, {"b, c.png", "no image"}}));
  EXPECT_EQ(read_text(list).value(), "film,reason\na.png,is empty\n\"b, c.png\",no image\n");
  test::must(write_problems(list, {}));
  EXPECT_FALSE(std::filesystem::exists(list));
}

}  // namespace
}  // namespace chestlens
