#include "curation/import_dicom_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace chestlens {
namespace {

using test::ImportDicomTest;
using ::testing::HasSubstr;

const std::string metadata =
    "dicom_id,subject_id,study_id,PerformedProcedureStepDescription,ViewPosition,Rows,Columns,"
    "StudyDate,StudyTime,ProcedureCodeSequence_CodeMeaning,ViewCodeSequence_CodeMeaning,"
    "PatientOrientationCodeSequence_CodeMeaning\n";
const std::string chexpert =
    "subject_id,study_id,Atelectasis,Cardiomegaly,Consolidation,Edema,Enlarged Cardiomediastinum,"
    "Fracture,Lung Lesion,Lung Opacity,No Finding,Pleural Effusion,Pleural Other,Pneumonia,"
    "Pneumothorax,Support Devices\n";

class MimicImport : public ImportDicomTest {
 protected:
  MimicImport() {
    text("mimic-cxr-2.0.0-metadata.csv",
         metadata +
             "film-a,10000032,50414267,CHEST (PA AND LAT),PA,3056,2544,21800506,213014.531,CHEST "
             "(PA AND LAT),postero-anterior,Erect\n"
             "film-b,10000032,50414267,CHEST (PA AND LAT),LATERAL,3056,2544,21800506,213014.531,"
             "CHEST (PA AND LAT),lateral,Erect\n"
             "film-c,11000764,53189527,CHEST (PORTABLE AP),AP,2705,2539,21800626,165500.312,,,\n"
             "film-d,11000764,53189528,CHEST (PORTABLE AP),,2705,2539,21800626,165500.312,,,\n"
             "film-e,11000764,53189529,CHEST (PORTABLE AP),AP,2705,2539,21800626,165500.312,,,\n");
    text("mimic-cxr-2.0.0-chexpert.csv", chexpert + "10000032,50414267,,,,,,,,,1.0,,,,,\n" +
                                             "11000764,53189527,,1.0,,-1.0,,,,,,,,1.0,,1.0\n" +
                                             "11000764,53189528,,,,,,,,,1.0,,,,,\n");
    text("mimic-cxr-2.0.0-split.csv",
         "dicom_id,study_id,subject_id,split\nfilm-a,50414267,10000032,train\n"
         "film-c,53189527,11000764,validate\n");
    dicom("files/p10/p10000032/s50414267/film-a.dcm");
    film("files/p11/p11000764/s53189527/film-c.jpg");
  }
};

TEST_F(MimicImport, FrontalFilmsWithoutAFindingAreNormal) {
  const Import films = import("mimic-cxr");
  ASSERT_EQ(films.films.size(), 1U);
  const auto film = find(films, "files/p10/p10000032/s50414267/film-a.dcm");
  EXPECT_EQ(film.class_name, "normal");
  EXPECT_EQ(film.patient_id, "mimic-cxr:10000032");
  EXPECT_EQ(film.split, "train");
  EXPECT_EQ(film.view, "PA");
  EXPECT_EQ(films.left_out.at("view LATERAL"), 1);
  EXPECT_EQ(films.left_out.at("view not stated"), 1);
  EXPECT_EQ(films.left_out.at("no finding that has a class"), 1);
  EXPECT_EQ(films.left_out.at("no labels of its study"), 1);
}

TEST_F(MimicImport, LabelsAreThoseOfCheXpert) {
  const Import films = import("mimic-cxr", {.labels = true});
  ASSERT_EQ(films.films.size(), 2U);
  const auto film = find(films, "files/p11/p11000764/s53189527/film-c.jpg");
  EXPECT_EQ(film.split, "validation");
  ASSERT_EQ(film.labels.size(), 14U);
  const auto value = [&](const char* name) {
    return std::ranges::find(film.labels, name, &Label::name)->value;
  };
  EXPECT_EQ(value("Pneumonia"), 1.0F);
  EXPECT_TRUE(std::isnan(value("Edema")));
  EXPECT_EQ(value("Fracture"), 0.0F);
}

TEST_F(MimicImport, TablesMayBePackedAsPhysioNetServesThem) {
  const std::string split(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xc9\x4c\xce\xcf\x8d\xcf\x4c\xd1\x29\x2e\x29"
      "\x4d\xa9\x04\x33\x4a\x93\xb2\x52\x93\x4b\xc0\xcc\x82\x9c\xcc\x12\xae\xb4\xcc\x9c\x5c\xdd"
      "\x44\x1d\x53\x03\x13\x43\x13\x23\x33\x73\x1d\x43\x03\x10\x30\x36\xd2\x29\x29\x4a\xcc\xcc"
      "\xe3\x02\x00\xca\x5b\x77\x76\x42\x00\x00\x00",
      77);
  std::filesystem::remove(folder_ / "mimic-cxr-2.0.0-split.csv");
  EXPECT_EQ(import("mimic-cxr").films.at(0).split, "");
  text("mimic-cxr-2.0.0-split.csv.gz", split);
  EXPECT_EQ(import("mimic-cxr").films.at(0).split, "train");
  text("mimic-cxr-2.0.0-split.csv.gz", split.substr(0, 40));
  EXPECT_THAT(error_of("mimic-cxr"), HasSubstr("split.csv.gz: is damaged or cut short"));
}

TEST_F(MimicImport, ATableThatIsMissingIsNamed) {
  std::filesystem::remove(folder_ / "mimic-cxr-2.0.0-chexpert.csv");
  EXPECT_THAT(error_of("mimic-cxr"), HasSubstr("mimic-cxr-2.0.0-chexpert.csv: is not there"));
}

}  // namespace
}  // namespace chestlens
