#include "curation/manifest_table.hpp"

#include "data/manifest.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

ImportedFilm film(const std::filesystem::path& path, const std::string& class_name,
                  const std::string& patient, const std::string& split = {}) {
  return {.path = path, .class_name = class_name, .patient_id = patient, .split = split};
}

TEST(ManifestTable, IsWhatLoadManifestReads) {
  const test::TemporaryFolder folder;
  const test::TemporaryFolder elsewhere;
  test::write_film(folder / "sub/a.png", test::small_film(16, 0, 1));
  test::write_film(elsewhere / "b, with comma.png", test::small_film(16, 0, 2));
  ManifestTable table;
  const std::vector<ImportedFilm> films = {film(folder / "sub/../sub/a.png", "x", "1", "train"),
                                           film(elsewhere / "b, with comma.png", "y", "2", "test")};
  EXPECT_EQ(add_films(table, folder.path(), films), 2);
  EXPECT_EQ(add_films(table, folder.path(), films), 0);
  test::must(write_manifest_table(folder.path(), table));
  const Manifest manifest = load_manifest(folder.path()).value();
  ASSERT_EQ(manifest.films.size(), 2U);
  EXPECT_EQ(manifest.films[0].file, "sub/a.png");
  EXPECT_EQ(manifest.films[1].file, (elsewhere / "b, with comma.png").string());
  EXPECT_EQ(manifest.films[1].split, DeclaredSplit::test);
}

TEST(ManifestTable, AppendingKeepsForeignColumnsAndAddsNeededOnes) {
  const test::TemporaryFolder folder;
  test::must(write_file_atomic(folder / "manifest.csv",
                               "file,class,patient_id,age\na.png,x,1,63\n./b.png,y,2,71\n"));
  ManifestTable table = read_manifest_table(folder.path()).value();
  ImportedFilm labelled = film(folder / "c.png", "", "3");
  labelled.labels = {{"Edema", 1.0F}};
  EXPECT_EQ(add_films(table, folder.path(), {film(folder / "b.png", "y", "2"), labelled}), 1);
  test::must(write_manifest_table(folder.path(), table));
  EXPECT_EQ(read_text(folder / "manifest.csv").value(),
            "file,class,patient_id,age,split,source,view,licence,licence_source,labels\n"
            "a.png,x,1,63,,,,,,\n./b.png,y,2,71,,,,,,\nc.png,,3,,,,,,,Edema=1\n");
}

TEST(ManifestTable, KnowsItsColumnsInAnyCaseAndWritesThemAsOne) {
  const test::TemporaryFolder folder;
  test::must(write_file_atomic(folder / "manifest.csv",
                               "File,Class, patient_ID,Split\na.png,x,1,Test\nb.png,y,1,\n"));
  const ManifestTable table = read_manifest_table(folder.path()).value();
  EXPECT_EQ(table.columns, (std::vector<std::string>{"file", "class", "patient_id", "split"}));
  EXPECT_EQ(patients_on_both_sides(table), std::vector<std::string>{"1"});
}

TEST(ManifestTable, IsNotWrittenInAnotherEncoding) {
  const test::TemporaryFolder folder;
  ManifestTable table;
  ImportedFilm odd = film("/a", "x", "1");
  odd.source = "H\xF4pital";
  add_films(table, folder.path(), {odd});
  const Status status = write_manifest_table(folder.path(), table);
  ASSERT_FALSE(status);
  EXPECT_EQ(to_string(status.error()), "source \"H\\xF4pital\": is not UTF-8");
}

TEST(ManifestTable, PatientsOnBothSidesAreFoundAndResolved) {
  const test::TemporaryFolder folder;
  ManifestTable table;
  add_films(
      table, folder.path(),
      {film("/a", "x", "1", "train"), film("/b", "x", "1", "test"), film("/c", "x", "2", "test"),
       film("/d", "x", "3", ""), film("/e", "x", "3", "train")});
  EXPECT_EQ(patients_on_both_sides(table), std::vector<std::string>{"1"});
  EXPECT_EQ(resolve_patients(table, "test"), 1);
  EXPECT_TRUE(patients_on_both_sides(table).empty());
  EXPECT_EQ(table.rows[0]["split"], "test");
}

TEST(ManifestTable, MissingColumnsAreNamed) {
  const test::TemporaryFolder folder;
  test::must(write_file_atomic(folder / "manifest.csv", "file,label\n"));
  const auto table = read_manifest_table(folder.path());
  ASSERT_FALSE(table);
  EXPECT_THAT(table.error().message, HasSubstr("class or labels, patient_id"));
}

}  // namespace
}  // namespace chestlens
