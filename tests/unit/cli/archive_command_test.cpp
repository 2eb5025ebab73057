#include "dicom/dicom_writer.hpp"
#include "io/atomic_file.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"
#include "support/zip_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::bytes_of;
using test::must;
using test::run_program;
using test::ZipFile;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string predict = "predict --bundle " CHESTLENS_SOURCE_DIR "/models/mobilenet_v2 ";

ZipFile film(const std::string& name, std::uint64_t seed) {
  return {name, must(encode_png(test::small_film(48, static_cast<int>(seed), seed)))};
}

std::string quoted(const fs::path& path) {
  return "'" + path.string() + "' ";
}

/// Archives and discs at the command line.
class ArchiveCommand : public ::testing::Test {
 protected:
  void write(const std::vector<ZipFile>& files) { test::write_zip(archive_, files); }
  void put(const fs::path& name, const std::vector<std::byte>& bytes) {
    must(write_file_atomic(folder_ / name.string(), bytes));
  }
  static json films_of(const std::string& arguments, int exit_code = 0) {
    const auto run = run_program(predict + "--json " + arguments);
    EXPECT_EQ(run.exit_code, exit_code) << run.errors;
    return json::parse(run.output).at("films");
  }
  static std::vector<std::string> names_of(const json& films) {
    std::vector<std::string> names;
    for (const json& film : films) names.push_back(film.at("file"));
    return names;
  }

  const test::TemporaryFolder folder_;
  const fs::path archive_ = folder_ / "scans.zip";
};

TEST_F(ArchiveCommand, FilmsOfAnArchiveArePredictedAsThoseOfAFolder) {
  const std::vector<ZipFile> files = {film("ward b/2.png", 2),
                                      film("a/Röntgen, \"1\".png", 1),
                                      {"a/notes.txt", bytes_of("no film")},
                                      film("__MACOSX/a/._1.png", 3)};
  write(files);
  for (const ZipFile& file : files) {
    if (!file.name.starts_with("__")) put("plain/" + file.name, file.bytes);
  }
  const json packed = films_of(quoted(archive_));
  EXPECT_THAT(names_of(packed), ElementsAre((archive_ / "a/Röntgen, \"1\".png").string(),
                                            (archive_ / "ward b/2.png").string()));
  const json plain = films_of(quoted(folder_ / "plain"));
  ASSERT_EQ(plain.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(packed[i].at("probabilities"), plain[i].at("probabilities"));
  }
  const auto csv = run_program(predict + "--csv " + quoted(archive_));
  EXPECT_THAT(csv.output, HasSubstr("\n\"" + archive_.string() + "/a/Röntgen, \"\"1\"\".png\","));
  EXPECT_THAT(csv.errors, HasSubstr("scans.zip: passed over what is no PNG"));
  EXPECT_THAT(run_program(predict + quoted(archive_)).output, HasSubstr("scans.zip/ward b/2.png"));
}

TEST_F(ArchiveCommand, OneFilmOfAnArchiveHasAName) {
  write({film("a/1.png", 1), film("a/2.png", 2)});
  EXPECT_THAT(names_of(films_of(quoted(archive_ / "a/2.png"))),
              ElementsAre((archive_ / "a/2.png").string()));
  EXPECT_EQ(films_of(quoted(archive_ / "a")).size(), 2U) << "a folder of the archive";
  const auto asked =
      run_program("ask --bundle " CHESTLENS_SOURCE_DIR "/models/mobilenet_v2 " + quoted(archive_));
  EXPECT_THAT(asked.errors, HasSubstr("name one film in it as ARCHIVE.zip/FILE"));
}

TEST_F(ArchiveCommand, WhatCannotBeReadHasARowThatNamesArchiveAndFile) {
  write({film("good.png", 1),
         {"secret.png", film("", 2).bytes, true, "sesame"},
         {"inner.zip", bytes_of("PK")},
         {"zeros.bmp", std::vector<std::byte>(8 << 20)},
         {"noise.bin",
          [] {
            std::vector<std::byte> noise(256 << 10);
            for (std::size_t i = 0; i < noise.size(); ++i) {
              noise[i] = std::byte((i * i * 2654435761U) >> 24U);
            }
            return noise;
          }(),
          false}});
  const json films = films_of(quoted(archive_), 1);
  EXPECT_THAT(names_of(films),
              ElementsAre((archive_ / "good.png").string(), (archive_ / "inner.zip").string(),
                          (archive_ / "secret.png").string(), (archive_ / "zeros.bmp").string()));
  EXPECT_THAT(films[1].at("error").dump(), HasSubstr("a ZIP archive within an archive"));
  EXPECT_THAT(films[2].at("error").dump(), HasSubstr("is encrypted; unpack the archive"));
  EXPECT_THAT(films[3].at("error").dump(), HasSubstr("more than 250 times what it is packed to"));
}

TEST_F(ArchiveCommand, AnArchiveThatCannotBeReadEndsTheCall) {
  must(write_file_atomic(archive_, "PK\x03\x04 cut"));
  for (const std::string& command : {predict, std::string("inspect ")}) {
    const auto damaged = run_program(command + quoted(archive_));
    EXPECT_EQ(damaged.exit_code, 1);
    EXPECT_THAT(damaged.errors, HasSubstr("scans.zip: is a damaged ZIP archive"));
  }
  write({{"bomb.png", std::vector<std::byte>(16 << 20)}});
  EXPECT_THAT(run_program(predict + quoted(archive_)).errors,
              HasSubstr("scans.zip: unpacks to 16 MiB, more than 250 times its own size"));
  write({{"letter.txt", bytes_of("no film")}});
  EXPECT_THAT(run_program(predict + quoted(archive_)).errors,
              HasSubstr("scans.zip: holds no PNG, JPEG"));
}

TEST_F(ArchiveCommand, RowsGoOnAndPicturesAreDrawn) {
  write({film("a/1.png", 1), film("a/2.png", 2)});
  const fs::path overlays = folder_ / "overlays";
  const fs::path rows = folder_ / "rows.csv";
  const auto run = run_program(predict + "--overlay " + quoted(overlays) + "--out " + quoted(rows) +
                               quoted(archive_));
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_TRUE(fs::exists(overlays / "a/1-overlay.png"));
  EXPECT_THAT(must(read_text(rows)), HasSubstr("scans.zip/a/2.png,"));
  const auto again = run_program(predict + "--overlay " + quoted(overlays) + "--out " +
                                 quoted(rows) + "--resume " + quoted(archive_));
  EXPECT_THAT(again.errors, HasSubstr("is whole already"));
  const auto over = run_program(predict + "--replace --heatmap " + quoted(archive_) +
                                quoted(archive_ / "a/1.png"));
  EXPECT_EQ(over.exit_code, 1) << "an input is no output";
}

TEST_F(ArchiveCommand, InspectListsTheFilmsOfAnArchive) {
  write({film("a/1.png", 1), {"b/2.dcm", testing::write_dicom({})}});
  const auto run = run_program("inspect " + quoted(archive_));
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, HasSubstr("scans.zip/a/1.png: PNG, 48 x 48 pixels"));
  EXPECT_THAT(run.output, HasSubstr("scans.zip/b/2.dcm: DICOM, 12 x 10 pixels"));
}

TEST_F(ArchiveCommand, ADiscIsReadByItsDicomdir) {
  testing::DicomOptions options{.width_pixels = 64, .height_pixels = 64};
  put("cd/DICOM/IM000", testing::write_dicom(options));
  put("cd/DICOM/IM001", testing::write_dicom(options));
  put("cd/VIEWER.EXE", bytes_of("MZ"));
  testing::DicomOptions table;
  table.more = [](DcmDataset& data) {
    delete data.remove(DCM_PixelData);
    for (const char* file : {"DICOM\\IM001", "DICOM\\IM002"}) {
      DcmItem* record = nullptr;
      data.findOrCreateSequenceItem(DCM_DirectoryRecordSequence, record, -2);
      record->putAndInsertString(DCM_DirectoryRecordType, "IMAGE");
      record->putAndInsertString(DCM_ReferencedFileID, file);
    }
  };
  put("cd/DICOMDIR", testing::write_dicom(table));
  const json listed = films_of(quoted(folder_ / "cd/DICOMDIR"), 1);
  EXPECT_THAT(names_of(listed), ElementsAre((folder_ / "cd/DICOM/IM001").string(),
                                            (folder_ / "cd/DICOM/IM002").string()));
  EXPECT_THAT(listed[1].at("error").dump(), HasSubstr("No such file"));
  EXPECT_THAT(
      names_of(films_of(quoted(folder_ / "cd"))),
      ElementsAre((folder_ / "cd/DICOM/IM000").string(), (folder_ / "cd/DICOM/IM001").string()));
}

TEST_F(ArchiveCommand, AnArchiveIsImportedCheckedAndNotUnpacked) {
  std::vector<ZipFile> files;
  for (std::uint64_t i = 0; i < 8; ++i) {
    files.push_back(film((i % 2 == 0 ? "normal/" : "covid/") + std::to_string(i) + ".png", i));
  }
  write(files);
  const fs::path out = folder_ / "set";
  const auto import =
      run_program("dataset import folder --from " + quoted(archive_) + "--out " + quoted(out));
  EXPECT_EQ(import.exit_code, 0) << import.errors;
  EXPECT_THAT(must(read_text(out / "manifest.csv")), HasSubstr("scans.zip/covid/1.png,covid,"));
  EXPECT_EQ(std::distance(fs::directory_iterator(out), {}), 1) << "manifest.csv alone";
  const auto check = run_program("dataset check " + quoted(out));
  EXPECT_THAT(check.output + check.errors, HasSubstr("8 films"));
}

}  // namespace
}  // namespace chestlens
