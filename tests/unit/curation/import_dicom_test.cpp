// What DICOM headers say where a data set's tables do not.
#include "curation/import_dicom_fixture.hpp"
#include "curation/manifest_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using test::ImportDicomTest;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

auto header(const char* patient, const char* age, const char* view, const char* part = "CHEST") {
  return [=](DcmDataset& data) {
    data.putAndInsertString(DCM_PatientID, patient);
    data.putAndInsertString(DCM_PatientAge, age);
    data.putAndInsertString(DCM_ViewPosition, view);
    data.putAndInsertString(DCM_BodyPartExamined, part);
  };
}

TEST_F(ImportDicomTest, AHeaderTellsViewAgeGroupAndPatient) {
  dicom("normal/a", header("MRN-4711", "061Y", "PA"));
  dicom("normal/b.dcm", header("MRN-4711", "061Y", "AP"));
  dicom("covid/c.dcm", header("MRN-0815", "004M", "AP"));
  film("covid/d.png");
  const Import films = import("folder", {.source = "clinic"});
  ASSERT_EQ(films.films.size(), 4U);
  const auto a = find(films, "normal/a");
  EXPECT_EQ(a.view, "PA");
  EXPECT_EQ(a.age_group, "adult");
  EXPECT_TRUE(a.patient_known);
  EXPECT_THAT(a.patient_id, StartsWith("clinic:dicom-"));
  EXPECT_THAT(a.patient_id, Not(HasSubstr("4711")));
  EXPECT_EQ(a.patient_id, find(films, "normal/b.dcm").patient_id);
  const auto c = find(films, "covid/c.dcm");
  EXPECT_NE(c.patient_id, a.patient_id);
  EXPECT_EQ(c.age_group, "child");
  EXPECT_FALSE(find(films, "covid/d.png").patient_known);
  ManifestTable table;
  add_films(table, folder_.path(), films.films);
  EXPECT_EQ(std::ranges::count(table.columns, "age_group"), 1);
}

TEST_F(ImportDicomTest, WhatTheNameSaysOfThePatientStands) {
  dicom("normal/p7_1.dcm", header("MRN-4711", "", ""));
  const Import films = import("folder", {.source = "clinic", .patient_pattern = "^(p[0-9]+)_"});
  ASSERT_EQ(films.films.size(), 1U);
  EXPECT_EQ(films.films[0].patient_id, "clinic:p7");
}

TEST_F(ImportDicomTest, WhatIsNoFrontalChestFilmIsLeftOutAndCounted) {
  dicom("normal/a.dcm", header("1", "", "PA"));
  dicom("normal/b.dcm", header("2", "", "LL"));
  dicom("normal/c.dcm", header("3", "", "PA", "HAND"));
  dicom("normal/d.dcm", [](DcmDataset& data) { data.putAndInsertString(DCM_Modality, "CT"); });
  const Import films = import("folder");
  EXPECT_EQ(films.films.size(), 1U);
  EXPECT_EQ(films.left_out.at("by its DICOM header a lateral film"), 1);
  EXPECT_EQ(films.left_out.at("by its DICOM header a film of HAND"), 1);
  EXPECT_EQ(films.left_out.at("by its DICOM header a CT image"), 1);
  const Import with_lateral = import("folder", {.lateral = true});
  EXPECT_EQ(with_lateral.films.size(), 2U);
}

TEST_F(ImportDicomTest, AFilmOfSeveralFramesIsNamed) {
  test::must(write_file_atomic(
      folder_ / "normal/a.dcm",
      testing::write_dicom({.bits_allocated = 8, .bits_stored = 8, .frames = 3})));
  const Import films = import("folder");
  ASSERT_EQ(films.problems.size(), 1U);
  EXPECT_THAT(films.problems[0].reason, HasSubstr("3 frames"));
}

}  // namespace
}  // namespace chestlens
