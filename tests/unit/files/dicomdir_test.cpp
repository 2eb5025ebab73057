#include "files/dicomdir.hpp"

#include "dicom/dicom_writer.hpp"
#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "support/zip_writer.hpp"

#include <chestlens/dicom.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::DicomOptions;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A disc's table of contents of these records, type and file.
std::vector<std::byte> dicomdir_of(
    const std::vector<std::pair<std::string, std::string>>& records) {
  DicomOptions options;
  options.more = [&](DcmDataset& data) {
    delete data.remove(DCM_PixelData);
    for (const auto& [type, file] : records) {
      DcmItem* record = nullptr;
      data.findOrCreateSequenceItem(DCM_DirectoryRecordSequence, record, -2);
      record->putAndInsertString(DCM_DirectoryRecordType, type.c_str());
      if (!file.empty()) record->putAndInsertString(DCM_ReferencedFileID, file.c_str());
    }
  };
  return testing::write_dicom(options);
}

class DicomdirTest : public ::testing::Test {
 protected:
  void put(const std::string& name, const std::vector<std::byte>& bytes) {
    test::must(write_file_atomic(folder_ / name, bytes));
  }
  const test::TemporaryFolder folder_;
};

TEST_F(DicomdirTest, ListsTheImagesOfADisc) {
  const auto bytes = dicomdir_of({{"PATIENT", ""},
                                  {"STUDY", ""},
                                  {"SERIES", ""},
                                  {"IMAGE", "DICOM\\PA000\\IM000"},
                                  {"SR DOCUMENT", "DICOM\\PA000\\SR000"},
                                  {"IMAGE", "DICOM\\PA000\\IM001 "},
                                  {"IMAGE", "..\\..\\ETC\\X"}});
  EXPECT_THAT(test::must(dicomdir_images(bytes)),
              ElementsAre("DICOM/PA000/IM000", "DICOM/PA000/IM001"));
  const auto film = dicomdir_images(testing::write_dicom({}));
  ASSERT_FALSE(film);
  EXPECT_THAT(film.error().message, HasSubstr("is no DICOMDIR"));
}

TEST_F(DicomdirTest, FindsFilesWhoseNamesWereCopiedInOtherLetters) {
  put("cd/DICOMDIR", dicomdir_of({{"IMAGE", "DICOM\\IM000"}, {"IMAGE", "DICOM\\GONE"}}));
  put("cd/dicom/im000", testing::write_dicom({}));
  EXPECT_TRUE(is_dicomdir(folder_ / "cd/DICOMDIR"));
  EXPECT_FALSE(is_dicomdir(folder_ / "cd/dicom/im000"));
  EXPECT_THAT(test::must(files_of_dicomdir(folder_ / "cd/DICOMDIR")),
              ElementsAre("dicom/im000", "dicom/GONE"));
}

TEST_F(DicomdirTest, ADiscMayLieInAnArchive) {
  test::write_zip(folder_ / "cd.zip", {{"DICOMDIR", dicomdir_of({{"IMAGE", "IM000"}})},
                                       {"IM000", testing::write_dicom({})}});
  EXPECT_THAT(test::must(files_of_dicomdir(folder_ / "cd.zip" / "DICOMDIR")), ElementsAre("IM000"));
}

TEST_F(DicomdirTest, IsNoFilm) {
  const auto film = decode_dicom(dicomdir_of({{"IMAGE", "IM000"}}));
  ASSERT_FALSE(film);
  EXPECT_THAT(film.error().message, HasSubstr("the table of contents of a disc"));
  EXPECT_THAT(files_of_dicomdir(folder_ / "DICOMDIR").error().message, HasSubstr("No such file"));
}

}  // namespace
}  // namespace chestlens
