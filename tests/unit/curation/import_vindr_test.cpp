#include "curation/import_dicom_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace chestlens {
namespace {

using test::ImportDicomTest;

const std::string findings =
    "Aortic enlargement,Atelectasis,Calcification,Cardiomegaly,Clavicle fracture,Consolidation,"
    "Edema,Emphysema,Enlarged PA,ILD,Infiltration,Lung Opacity,Lung cavity,Lung cyst,Mediastinal "
    "shift,Nodule/Mass,Pleural effusion,Pleural thickening,Pneumothorax,Pulmonary fibrosis,Rib "
    "fracture,Other lesion,COPD,Lung tumor,Pneumonia,Tuberculosis,";

/// A row of a radiologist who names these findings, by their places among the 28.
std::string row(const std::string& begin, const std::vector<int>& named) {
  std::string text = begin;
  for (int i = 0; i < 28; ++i) {
    text += std::ranges::find(named, i) == named.end() ? ",0" : ",1";
  }
  return text + "\n";
}

constexpr int consolidation = 5, pneumonia = 24, other_diseases = 26, no_finding = 27;

/// As PhysioNet serves it.
class VindrImport : public ImportDicomTest {
 protected:
  VindrImport() {
    text("annotations/image_labels_train.csv",
         "image_id,rad_id," + findings + "Other diseases,No finding\n" +
             row("healthy,R1", {no_finding}) + row("healthy,R2", {no_finding}) +
             row("healthy,R3", {no_finding}) + row("ill,R1", {consolidation, pneumonia}) +
             row("ill,R2", {pneumonia}) + row("ill,R3", {no_finding}) +
             row("unsure,R1", {no_finding}) + row("unsure,R2", {consolidation}) +
             row("unsure,R3", {no_finding}));
    text("annotations/image_labels_test.csv",
         "image_id," + findings + "Other disease,No finding\n" + row("judged", {no_finding}) +
             row("other", {other_diseases}));
    for (const char* name :
         {"train/healthy", "train/ill", "train/unsure", "test/judged", "test/other"}) {
      dicom(std::string(name) + ".dicom");
    }
  }
  static float value(const ImportedFilm& film, const std::string& finding) {
    return std::ranges::find(film.labels, finding, &Label::name)->value;
  }
};

TEST_F(VindrImport, OnlyAllRadiologistsTogetherCallAFilmNormal) {
  const Import films = import("vindr");
  ASSERT_EQ(films.films.size(), 2U);
  EXPECT_EQ(find(films, "train/healthy.dicom").class_name, "normal");
  EXPECT_EQ(find(films, "train/healthy.dicom").split, "train");
  EXPECT_EQ(find(films, "train/healthy.dicom").view, "PA");
  EXPECT_FALSE(find(films, "train/healthy.dicom").patient_known);
  EXPECT_EQ(find(films, "test/judged.dicom").split, "test");
  EXPECT_EQ(films.left_out.at("radiologists disagree"), 1);
  EXPECT_EQ(films.left_out.at("no finding that has a class"), 2);
}

TEST_F(VindrImport, AFindingCountsWhereMostRadiologistsNameIt) {
  const Import films = import(
      "vindr", {.classes = {{"Pneumonia", "pneumonia"}, {"Consolidation", "consolidation"}}});
  EXPECT_EQ(find(films, "train/ill.dicom").class_name, "pneumonia");
  EXPECT_EQ(films.films.size(), 3U) << "one of three sees a consolidation in two films";
}

TEST_F(VindrImport, LabelsAreUncertainWhereRadiologistsDisagree) {
  const Import films = import("vindr", {.labels = true});
  ASSERT_EQ(films.films.size(), 5U);
  const auto ill = find(films, "train/ill.dicom");
  EXPECT_EQ(ill.labels.size(), 28U);
  EXPECT_TRUE(std::isnan(value(ill, "Pneumonia")));
  EXPECT_EQ(value(ill, "Edema"), 0.0F);
  EXPECT_EQ(value(find(films, "train/healthy.dicom"), "No finding"), 1.0F);
  EXPECT_EQ(value(find(films, "test/other.dicom"), "Other diseases"), 1.0F);
  const Import ones = import("vindr", {.labels = true, .uncertain = UncertainLabels::ones});
  EXPECT_EQ(value(find(ones, "train/ill.dicom"), "Pneumonia"), 1.0F);
}

TEST_F(ImportDicomTest, KagglesVindrHasARowForEachBox) {
  text("train.csv",
       "image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max\n"
       "50a418190bc3fb1ef1633bf9678929b3,No finding,14,R11,,,,\n"
       "50a418190bc3fb1ef1633bf9678929b3,No finding,14,R15,,,,\n"
       "50a418190bc3fb1ef1633bf9678929b3,No finding,14,R16,,,,\n"
       "9a5094b2563a1ef3ff50dc5c7ff71345,Cardiomegaly,3,R10,691,1375,1653,1831\n"
       "9a5094b2563a1ef3ff50dc5c7ff71345,Cardiomegaly,3,R10,690,1375,1653,1831\n"
       "9a5094b2563a1ef3ff50dc5c7ff71345,No finding,14,R8,,,,\n"
       "9a5094b2563a1ef3ff50dc5c7ff71345,No finding,14,R9,,,,\n");
  dicom("train/50a418190bc3fb1ef1633bf9678929b3.dicom");
  dicom("train/9a5094b2563a1ef3ff50dc5c7ff71345.dicom");
  const Import films = import("vindr");
  ASSERT_EQ(films.films.size(), 1U);
  EXPECT_EQ(films.films[0].class_name, "normal");
  EXPECT_EQ(films.left_out.at("radiologists disagree"), 1);
}

}  // namespace
}  // namespace chestlens
