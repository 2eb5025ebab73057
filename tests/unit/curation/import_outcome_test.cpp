#include "curation/import_outcome.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

TEST(ImportOutcome, CountsFilmsOfNoClass) {
  ManifestTable table;
  table.rows = {{{"class", "normal"}}, {{"class", ""}}, {{"class", "normal"}}, {{"file", "a.png"}}};
  EXPECT_EQ(films_by_class(table), (std::map<std::string, int>{{"no class", 2}, {"normal", 2}}));
}

TEST(ImportOutcome, FilmsThatCountAsPatientsAreSaid) {
  ImportedFilm known{.path = "a/person1_virus_1.png"};
  EXPECT_EQ(unknown_patients({known}), "");
  ImportedFilm one{.path = "a/person7_virus_1.png", .patient_known = false};
  EXPECT_THAT(unknown_patients({known, one}), HasSubstr("each of 1 films counts as a patient"));
  ImportedFilm other{.path = "a/person7_virus_2.png", .patient_known = false};
  EXPECT_THAT(
      unknown_patients({one, other}),
      HasSubstr("person7_virus_1.png and person7_virus_2.png look like one patient's, which "
                "--patient-pattern '"));
}

TEST(ImportOutcome, AClassThatVanishesIsAnError) {
  Import import;
  import.films = {{.path = "a.png", .class_name = "covid"},
                  {.path = "b.png", .class_name = "normal"}};
  const auto classes = classes_of({import});
  EXPECT_EQ(classes, (std::set<std::string>{"covid", "normal"}));
  EXPECT_TRUE(check_no_class_vanished(classes, {import}));
  import.films.pop_back();  // as verify_films moves it to the problems
  const Status status = check_no_class_vanished(classes, {import});
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("no film of the class normal could be used"));
  Import other;
  other.films = {{.path = "c.png", .class_name = "normal"}};
  EXPECT_TRUE(check_no_class_vanished(classes, {import, other})) << "another folder has it";
}

TEST(ImportOutcome, AClassOfPicturesThatAreNotReadIsAnError) {
  Import import;
  import.films = {{.path = "a.png", .class_name = "covid"}};
  import.unread["normal"] = {"normal/1.webp", "normal/2.webp"};
  const Status status = check_no_class_vanished({"covid"}, {import});
  ASSERT_FALSE(status);
  EXPECT_THAT(to_string(status.error()), HasSubstr("normal: of 2 files none is read, such as "
                                                   "normal/1.webp"));
  EXPECT_THAT(status.error().message, HasSubstr("--map normal="));
}

TEST(ImportOutcome, TheListOfProblemsGoesWithTheLastOne) {
  const test::TemporaryFolder folder;
  const std::filesystem::path list = folder / "problems.csv";
  test::must(write_problems(list, {{"a.png", "is empty"}, {"b, c.png", "no image"}}));
  EXPECT_EQ(read_text(list).value(), "film,reason\na.png,is empty\n\"b, c.png\",no image\n");
  test::must(write_problems(list, {}));
  EXPECT_FALSE(std::filesystem::exists(list));
}

TEST(ImportOutcome, AnotherFileInTheListsPlaceStays) {
  const test::TemporaryFolder folder;
  const std::filesystem::path list = folder / "problems.csv";
  test::must(write_file_atomic(list, "my own notes"));
  EXPECT_FALSE(write_problems(list, {{"a.png", "is empty"}}));
  EXPECT_FALSE(write_problems(list, {}));
  EXPECT_EQ(read_text(list).value(), "my own notes");
}

}  // namespace
}  // namespace chestlens
