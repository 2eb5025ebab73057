#include "curation/import.hpp"
#include "curation/import_fixture.hpp"
#include "curation/import_outcome.hpp"
#include "curation/manifest_table.hpp"
#include "data/manifest.hpp"
#include "files/folder.hpp"
#include "support/zip_writer.hpp"

#include <chestlens/encode.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using test::bytes_of;
using test::must;
using test::ZipFile;
using testing::HasSubstr;
using testing::IsEmpty;

ZipFile film(const std::string& name, std::uint64_t seed) {
  return {name, must(encode_png(test::small_film(16, 0, seed)))};
}

/// Data sets that nobody unpacked.
class ImportArchiveTest : public testing::Test {
 protected:
  Import import(const std::string& format, const fs::path& from) {
    ImportOptions options;
    options.from = from;
    auto import = must(find_import_format(format)->read(options));
    verify_films(import, 2);
    return import;
  }

  const test::TemporaryFolder folder_;
  const fs::path archive_ = folder_ / "set.zip";
};

TEST_F(ImportArchiveTest, FoldersOfClassesAreReadFromAnArchive) {
  test::write_zip(archive_, {film("train/covid/a.png", 1),
                             film("train/normal/b.png", 2),
                             film("test/normal/c", 3),
                             film("__MACOSX/train/normal/._b.png", 4),
                             {"train/normal/notes.txt", bytes_of("x")},
                             {"train/normal/broken.png", bytes_of("no film")},
                             {"train/more.zip", bytes_of("PK")}});
  const Import films = import("folder", archive_);
  ASSERT_EQ(films.films.size(), 3U);
  EXPECT_EQ(films.films[0].path, archive_ / "test/normal/c");
  EXPECT_EQ(films.films[0].split, "test");
  EXPECT_EQ(films.films[1].class_name, "covid");
  EXPECT_EQ(films.left_out.at("no film, .txt"), 1);
  ASSERT_EQ(films.problems.size(), 2U);
  EXPECT_EQ(films.problems[0].film, (archive_ / "train/more.zip").string());
  EXPECT_THAT(films.problems[0].reason, HasSubstr("a ZIP archive within an archive"));
  EXPECT_EQ(films.problems[1].film, (archive_ / "train/normal/broken.png").string());
}

TEST_F(ImportArchiveTest, TablesAreReadFromAnArchive) {
  test::write_zip(archive_,
                  {{"repo-master/metadata.csv",
                    bytes_of("patientid,offset,finding,view,modality,folder,filename,url,license,\n"
                             "7,0,Pneumonia/Viral/COVID-19,PA,X-ray,images,a.png,,,\n")},
                   film("repo-master/images/a.png", 1)});
  const Import films = import("ieee8023", sole_folder(archive_));
  ASSERT_EQ(films.films.size(), 1U);
  EXPECT_EQ(films.films[0].path, archive_ / "repo-master/images/a.png");
  EXPECT_EQ(films.films[0].patient_id, "ieee8023:7");
}

TEST_F(ImportArchiveTest, KagglesArchiveKeepsItsFolders) {
  test::write_zip(archive_, {film("chest_xray/chest_xray/train/NORMAL/IM-0115-0001.jpeg", 1),
                             film("chest_xray/__MACOSX/train/NORMAL/IM-0116-0001.jpeg", 2),
                             film("chest_xray/chest_xray/test/PNEUMONIA/person1_virus_6.jpeg", 3)});
  const Import films = import("kaggle", archive_);
  ASSERT_EQ(films.films.size(), 2U);
  EXPECT_EQ(films.films[1].class_name, "viral");
}

TEST_F(ImportArchiveTest, AnArchiveThatLiesInAFolderIsLeftOutAndCounted) {
  test::write_film(folder_ / "data/normal/a.png", test::small_film(16, 0, 1));
  test::write_zip(folder_ / "data/copy.zip", {film("normal/a.png", 1)});
  const Import films = import("folder", folder_ / "data");
  EXPECT_EQ(films.films.size(), 1U);
  EXPECT_EQ(films.left_out.at("ZIP archive in a folder, read where --from names it"), 1);
}

TEST_F(ImportArchiveTest, FilmsThatATableNamesMayLieInTheFoldersArchives) {
  must(write_file_atomic(folder_ / "nih/Data_Entry_2017.csv",
                         "Image Index,Finding Labels,Patient ID,View Position\n"
                         "00000001_000.png,No Finding,1,PA\n"));
  test::write_zip(folder_ / "nih/images_001.zip", {film("images/00000001_000.png", 1)});
  const Import films = import("nih", folder_ / "nih");
  ASSERT_EQ(films.films.size(), 1U);
  EXPECT_EQ(films.films[0].path, folder_ / "nih/images_001.zip/images/00000001_000.png");
}

TEST_F(ImportArchiveTest, TheManifestListsWhatIsReadFromTheArchive) {
  test::write_zip(archive_, {film("normal/Röntgen \"1\".png", 1), film("covid/b.png", 2)});
  const Import films = import("folder", archive_);
  EXPECT_THAT(films.problems, IsEmpty());
  ManifestTable table;
  EXPECT_EQ(add_films(table, folder_.path(), films.films), 2);
  must(write_manifest_table(folder_.path(), table));
  const Manifest manifest = must(load_manifest(folder_.path()));
  ASSERT_EQ(manifest.films.size(), 2U);
  EXPECT_EQ(manifest.films[1].file, "set.zip/normal/Röntgen \"1\".png");
  EXPECT_EQ(add_films(table, folder_.path(), films.films), 0) << "they are listed already";
}

TEST_F(ImportArchiveTest, ADamagedArchiveIsNamed) {
  must(write_file_atomic(archive_, "PK\x03\x04 and no more"));
  ImportOptions options;
  options.from = archive_;
  const auto refused = find_import_format("folder")->read(options);
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error()), HasSubstr("set.zip: is a damaged ZIP archive"));
}

}  // namespace
}  // namespace chestlens
