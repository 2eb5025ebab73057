#include "curation/import_dicom_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using test::ImportDicomTest;
using ::testing::HasSubstr;

constexpr const char* opacity = "00436515-870c-4b36-a041-de91049b9ab4";
constexpr const char* normal = "003d8fa0-6bf1-40ed-b54c-ac657f8495c5";
constexpr const char* other = "0004cfab-14fd-4e49-80ba-63a80b6bddd6";

/// The challenge as Kaggle serves it: a row for each box.
class RsnaImport : public ImportDicomTest {
 protected:
  RsnaImport() {
    text("stage_2_train_labels.csv", std::string("patientId,x,y,width,height,Target\n") + other +
                                         ",,,,,0\n" + normal + ",,,,,0\n" + opacity +
                                         ",264.0,152.0,213.0,379.0,1\n" + opacity +
                                         ",562.0,152.0,256.0,453.0,1\n");
    text("stage_2_detailed_class_info.csv",
         std::string("patientId,class\n") + other + ",No Lung Opacity / Not Normal\n" + normal +
             ",Normal\n" + opacity + ",Lung Opacity\n" + opacity + ",Lung Opacity\n");
    for (const char* id : {opacity, normal, other}) {
      dicom(path(id), [id](DcmDataset& data) {
        data.putAndInsertString(DCM_PatientID, id);
        data.putAndInsertString(DCM_ViewPosition, "AP");
        data.putAndInsertString(DCM_PatientAge, "051Y");
      });
    }
  }
  static std::string path(const std::string& id) { return "stage_2_train_images/" + id + ".dcm"; }
};

TEST_F(RsnaImport, NormalFilmsHaveAClassAndOpacitiesAreOfNoStatedCause) {
  const Import films = import("rsna");
  ASSERT_EQ(films.films.size(), 1U);
  const auto film = find(films, path(normal));
  EXPECT_EQ(film.class_name, "normal");
  EXPECT_EQ(film.view, "AP");
  EXPECT_EQ(film.age_group, "adult");
  EXPECT_FALSE(film.patient_known) << "the header's number is the film's, not a patient's";
  EXPECT_EQ(films.left_out.at("finding Lung Opacity"), 1) << "one film, two boxes";
  EXPECT_EQ(films.left_out.at("finding No Lung Opacity / Not Normal"), 1);
  const Import mapped = import("rsna", {.classes = {{"Lung Opacity", "pneumonia"}}});
  EXPECT_EQ(find(mapped, path(opacity)).class_name, "pneumonia");
}

TEST_F(RsnaImport, LabelsAreTheTarget) {
  const Import films = import("rsna", {.labels = true});
  ASSERT_EQ(films.films.size(), 3U);
  EXPECT_EQ(find(films, path(opacity)).labels.at(0).name, "Lung Opacity");
  EXPECT_EQ(find(films, path(opacity)).labels.at(0).value, 1.0F);
  EXPECT_EQ(find(films, path(other)).labels.at(0).value, 0.0F);
}

TEST_F(RsnaImport, TheLaterMappingTellsThePatients) {
  text("pneumonia-challenge-dataset-mappings_2018.json",
       std::string(
           R"([{"SOPInstanceUID": "1.2", "img_id": "00001698_000.png", "subset_img_id": ")") +
           normal + R"("}])");
  const Import films = import("rsna");
  EXPECT_EQ(find(films, path(normal)).patient_id, "nih:1698");
  EXPECT_TRUE(find(films, path(normal)).patient_known);
  text("pneumonia-challenge-dataset-mappings_2018.json", R"([{"SOPInstanceUID": "1.2"}])");
  EXPECT_THAT(error_of("rsna"), HasSubstr("mappings_2018.json"));
}

TEST_F(RsnaImport, WithoutTheDetailedTableNoFilmIsCalledNormal) {
  std::filesystem::remove(folder_ / "stage_2_detailed_class_info.csv");
  const Import films = import("rsna");
  EXPECT_TRUE(films.films.empty());
  EXPECT_EQ(films.left_out.at("finding no Lung Opacity"), 2);
  ASSERT_EQ(films.notices.size(), 1U);
  EXPECT_THAT(films.notices[0], HasSubstr("stage_2_detailed_class_info.csv is not there"));
}

TEST_F(RsnaImport, TablesThatContradictEachOtherAreNamed) {
  text("stage_2_detailed_class_info.csv",
       std::string("patientId,class\n") + normal + ",Lung Opacity\n");
  const Import films = import("rsna");
  ASSERT_EQ(films.problems.size(), 1U);
  EXPECT_THAT(films.problems[0].reason, HasSubstr(normal));
  std::filesystem::remove(folder_ / "stage_2_train_labels.csv");
  EXPECT_THAT(error_of("rsna"), HasSubstr("stage_2_train_labels.csv: is not there"));
}

}  // namespace
}  // namespace chestlens
