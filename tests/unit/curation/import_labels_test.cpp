#include "curation/import.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

using testing::HasSubstr;

float label(const ImportedFilm& film, const std::string& name) {
  const auto found = std::ranges::find(film.labels, name, &Label::name);
  if (found == film.labels.end()) throw std::runtime_error("no label " + name);
  return found->value;
}

class NihImport : public testing::Test {
 protected:
  NihImport() {
    for (const char* name :
         {"images_001/images/00000001_000.png", "images_002/images/00000002_000.png"}) {
      test::write_film(folder_ / name, test::small_film(16, 0, 1));
    }
    test::must(write_file_atomic(
        folder_ / "Data_Entry_2017.csv",
        "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View "
        "Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y],\n"
        "00000001_000.png,Cardiomegaly|Effusion,0,1,58,M,PA,2682,2749,0.143,0.143,\n"
        "00000002_000.png,No Finding,0,2,81,M,AP,2500,2048,0.171,0.171,\n"
        "00000003_000.png,No Finding,0,3,82,M,AP,2500,2048,0.171,0.171,\n"));
  }
  Import import(ImportOptions options = {}) {
    options.from = folder_.path();
    Import import = find_import_format("nih")->read(options).value();
    verify_films(import, 1);
    return import;
  }
  test::TemporaryFolder folder_;
};

TEST_F(NihImport, WithoutLabelsOnlyFilmsOfAClassComeIn) {
  const Import films = import();
  ASSERT_EQ(films.films.size(), 1U);
  EXPECT_EQ(films.films[0].class_name, "normal");
  EXPECT_EQ(films.films[0].patient_id, "nih:2");
  EXPECT_EQ(films.films[0].view, "AP");
  EXPECT_EQ(films.films[0].split, "");
  EXPECT_TRUE(films.films[0].labels.empty());
  EXPECT_EQ(films.left_out.at("finding Cardiomegaly|Effusion"), 1);
  ASSERT_EQ(films.problems.size(), 1U);
  EXPECT_THAT(films.problems[0].film, HasSubstr("00000003_000.png (Data_Entry_2017.csv:4)"));
}

TEST_F(NihImport, LabelsNameEveryFinding) {
  test::must(write_file_atomic(folder_ / "test_list.txt", "00000002_000.png\n"));
  const Import films = import({.labels = true});
  ASSERT_EQ(films.films.size(), 2U);
  EXPECT_EQ(films.films[0].labels.size(), 14U);
  EXPECT_EQ(label(films.films[0], "Cardiomegaly"), 1.0F);
  EXPECT_EQ(label(films.films[0], "Effusion"), 1.0F);
  EXPECT_EQ(label(films.films[0], "Hernia"), 0.0F);
  EXPECT_EQ(films.films[0].split, "train");
  EXPECT_EQ(films.films[1].split, "test");
  EXPECT_EQ(films.films[1].class_name, "normal");
  EXPECT_TRUE(
      std::ranges::all_of(films.films[1].labels, [](const Label& l) { return l.value == 0.0F; }));
}

constexpr const char* chexpert_header =
    "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung "
    "Opacity,Lung Lesion,Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural "
    "Effusion,Pleural Other,Fracture,Support Devices\n";

class ChexpertImport : public testing::Test {
 protected:
  ChexpertImport() {
    const std::string archive = "CheXpert-v1.0-small/";
    for (const char* name : {"train/patient00001/study1/view1_frontal.jpg",
                             "train/patient00001/study1/view2_lateral.jpg",
                             "train/patient00002/study1/view1_frontal.jpg",
                             "valid/patient64541/study1/view1_frontal.jpg"}) {
      test::write_film(folder_ / name, test::small_film(16, 0, 1));
    }
    test::must(write_file_atomic(
        folder_ / "train.csv",
        chexpert_header + archive +
            "train/patient00001/study1/"
            "view1_frontal.jpg,Female,68,Frontal,AP,1.0,,,,,,,,,0.0,,,,1.0\n" +
            archive +
            "train/patient00001/study1/view2_lateral.jpg,Female,68,Lateral,,1.0,,,,,,,,,,,,,\n" +
            archive +
            "train/patient00002/study1/view1_frontal.jpg,Male,8,Frontal,PA,,,1.0,,,-1.0,,,,,,,,\n" +
            archive +
            "train/patient00003/study1/view1_frontal.jpg,Male,8,Frontal,PA,maybe,,,,,,,,,,,,,\n"));
    test::must(write_file_atomic(folder_ / "valid.csv",
                                 chexpert_header + archive +
                                     "valid/patient64541/study1/"
                                     "view1_frontal.jpg,Male,73,Frontal,AP,0.0,1.0,1.0,1.0,0.0,0.0,"
                                     "0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0\n"));
  }
  Import import(ImportOptions options) {
    options.from = folder_.path();
    Import import = find_import_format("chexpert")->read(options).value();
    verify_films(import, 1);
    return import;
  }
  test::TemporaryFolder folder_;
};

TEST_F(ChexpertImport, ReadsBothTablesAndFindsThePathsWithoutTheArchivesName) {
  const Import films = import({.labels = true});
  ASSERT_EQ(films.films.size(), 3U);
  EXPECT_EQ(films.films[0].path, folder_ / "train/patient00001/study1/view1_frontal.jpg");
  EXPECT_EQ(films.films[0].patient_id, "chexpert:patient00001");
  EXPECT_EQ(films.films[0].class_name, "normal");
  EXPECT_EQ(films.films[0].split, "train");
  EXPECT_EQ(label(films.films[0], "Support Devices"), 1.0F);
  EXPECT_EQ(label(films.films[0], "Edema"), 0.0F);
  EXPECT_EQ(films.films[2].split, "test");
  EXPECT_EQ(films.left_out.at("view Lateral"), 1);
  ASSERT_EQ(films.problems.size(), 1U);
  EXPECT_THAT(films.problems[0].reason, HasSubstr("No Finding is \"maybe\""));
  EXPECT_EQ(import({.labels = true, .lateral = true}).films.size(), 4U);
}

TEST_F(ChexpertImport, UncertainLabelsFollowThePolicy) {
  const auto edema = [this](UncertainLabels policy) {
    return label(import({.labels = true, .uncertain = policy}).films.at(1), "Edema");
  };
  EXPECT_TRUE(std::isnan(edema(UncertainLabels::ignore)));
  EXPECT_EQ(edema(UncertainLabels::ones), 1.0F);
  EXPECT_EQ(edema(UncertainLabels::zeros), 0.0F);
}

TEST_F(ChexpertImport, ClassesComeFromFindingsThatAgree) {
  const Import films = import({.classes = {{"Cardiomegaly", "heart"}, {"Lung Opacity", "lung"}}});
  ASSERT_EQ(films.films.size(), 2U);
  EXPECT_EQ(films.films[0].class_name, "normal");
  EXPECT_EQ(films.films[1].class_name, "heart");
  EXPECT_EQ(films.left_out.at("no finding that has a class"), 1);  // heart and lung at once
}

}  // namespace
}  // namespace chestlens
