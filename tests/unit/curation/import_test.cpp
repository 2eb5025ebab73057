#include "curation/import.hpp"

#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace chestlens {
namespace {

using testing::HasSubstr;

class ImportTest : public testing::Test {
 protected:
  void film(const std::string& path) {
    test::write_film(folder_ / path, test::small_film(16, 0, ++films_));
  }
  void text(const std::string& path, const std::string& content) {
    test::must(write_file_atomic(folder_ / path, content));
  }
  Import import(const std::string& format, ImportOptions options = {}) {
    options.from = folder_.path();
    auto import = find_import_format(format)->read(options);
    if (!import) throw std::runtime_error(to_string(import.error()));
    verify_films(*import, 2);
    return *import;
  }
  std::string error_of(const std::string& format, ImportOptions options = {}) {
    options.from = folder_.path();
    const auto import = find_import_format(format)->read(options);
    return import ? "no error" : to_string(import.error());
  }
  ImportedFilm find(const Import& import, const std::string& file) {
    const auto found = std::ranges::find(import.films, folder_ / file, &ImportedFilm::path);
    if (found == import.films.end()) throw std::runtime_error(file + " was not imported");
    return *found;
  }

  test::TemporaryFolder folder_;
  std::uint64_t films_ = 0;
};

TEST_F(ImportTest, KaggleNamesTellClassAndPatient) {
  film("chest_xray/train/PNEUMONIA/person12_bacteria_46.jpeg");
  film("chest_xray/train/PNEUMONIA/person12_virus_47.jpeg");
  film("chest_xray/val/NORMAL/NORMAL2-IM-0383-0001-0002.jpeg");
  film("chest_xray/test/NORMAL/IM-0001-0001.jpeg");
  film("chest_xray/__MACOSX/train/NORMAL/IM-0009-0001.jpeg");
  film("chest_xray/train/NORMAL/._IM-0009-0001.jpeg");
  film("chest_xray/train/NORMAL/selfie.jpeg");
  const Import films = import("kaggle");
  ASSERT_EQ(films.films.size(), 4U);
  const auto bacterial = find(films, "chest_xray/train/PNEUMONIA/person12_bacteria_46.jpeg");
  EXPECT_EQ(bacterial.class_name, "bacterial");
  EXPECT_EQ(bacterial.patient_id, "kaggle:person12_bacteria");
  EXPECT_EQ(bacterial.split, "train");
  EXPECT_EQ(bacterial.licence, "CC BY 4.0");
  const auto viral = find(films, "chest_xray/train/PNEUMONIA/person12_virus_47.jpeg");
  EXPECT_EQ(viral.class_name, "viral");
  EXPECT_NE(viral.patient_id, bacterial.patient_id);
  const auto validation = find(films, "chest_xray/val/NORMAL/NORMAL2-IM-0383-0001-0002.jpeg");
  EXPECT_EQ(validation.class_name, "normal");
  EXPECT_EQ(validation.patient_id, "kaggle:NORMAL2-IM-0383");
  EXPECT_EQ(validation.split, "train");
  EXPECT_EQ(find(films, "chest_xray/test/NORMAL/IM-0001-0001.jpeg").split, "test");
  ASSERT_EQ(films.problems.size(), 1U);
  EXPECT_THAT(films.problems[0].film, HasSubstr("selfie.jpeg"));
}

TEST_F(ImportTest, TheUsersClassesComeFirst) {
  film("train/PNEUMONIA/person1_bacteria_1.jpeg");
  film("train/PNEUMONIA/person2_virus_1.jpeg");
  const Import films = import("kaggle", {.classes = {{"bacteria", "pneumonia"}, {"virus", ""}}});
  ASSERT_EQ(films.films.size(), 1U);
  EXPECT_EQ(films.films[0].class_name, "pneumonia");
  EXPECT_EQ(films.left_out.at("finding virus"), 1);
}

TEST_F(ImportTest, MissingAndUnreadableFilmsAreProblemsWithTheirPlace) {
  film("train/good.png");
  text("train/broken.png", "no image");
  text("train_split.txt",
       "p1 good.png normal\n\n2 gone.png COVID-19\r\n3 broken.png viral\nonly two\n"
       "4 good.png lung-mass\n");
  const Import films = import("covidx");
  ASSERT_EQ(films.films.size(), 1U);
  EXPECT_EQ(films.films[0].patient_id, "COVIDx:p1");
  ASSERT_EQ(films.problems.size(), 3U);
  EXPECT_EQ(films.problems[0].film, "train_split.txt:5");
  EXPECT_THAT(films.problems[1].film, HasSubstr("gone.png (train_split.txt:3)"));
  EXPECT_THAT(films.problems[2].film, HasSubstr("broken.png (train_split.txt:4)"));
  EXPECT_EQ(films.left_out.at("class lung-mass"), 1);
}

TEST_F(ImportTest, CovidxLabelsHaveThreeOrFourFields) {
  film("data/train/a.png");
  film("data/test/b.png");
  film("data/train/COVID(123).png");
  film("data/train/c.jpg");
  text("train_COVIDx9A.txt",
       "SITE2-01 a.png positive ricord\nCOVID 123 COVID(123).png positive sirm\n"
       "19 c.jpg positive cohen\n20 d.png\nnonsense\n");
  text("test_COVIDx9A.txt", "77 b.png negative rsna\n");
  const Import films = import("covidx", {.licence = "CC0"});
  const auto train = find(films, "data/train/a.png");
  EXPECT_EQ(train.class_name, "covid19");
  EXPECT_EQ(train.patient_id, "COVIDx/ricord:SITE2-01");
  EXPECT_EQ(train.source, "COVIDx/ricord");
  EXPECT_EQ(train.licence, "CC0");
  EXPECT_EQ(train.split, "train");
  EXPECT_EQ(find(films, "data/test/b.png").split, "test");
  const auto sirm = find(films, "data/train/COVID(123).png");
  EXPECT_EQ(sirm.patient_id, "COVIDx/sirm:COVID 123");
  EXPECT_EQ(sirm.class_name, "covid19");
  EXPECT_EQ(find(films, "data/train/c.jpg").patient_id, "ieee8023:19")
      << "the same patient as in ieee8023's own folder";
  ASSERT_EQ(films.problems.size(), 2U);
  EXPECT_EQ(films.problems[0].film, "train_COVIDx9A.txt:4");
}

constexpr const char* ieee_header =
    "patientid,offset,finding,view,modality,folder,filename,url,license,\n";

TEST_F(ImportTest, Ieee8023TakesFrontalXRaysOfKnownFindings) {
  for (const char* name : {"a.png", "b.png", "c.png", "d.png", "e.png", "f.png"}) {
    film(std::string("images/") + name);
  }
  text("metadata.csv",
       std::string(ieee_header) +
           "2,0,Pneumonia/Viral/COVID-19,PA,X-ray,images,a.png,https://x.org,CC BY,\n"
           "3,,Pneumonia/Viral/SARS,AP Supine,X-ray,images,b.png,,,\n"
           "3,,\"COVID-19, ARDS\",AP,X-ray,images,c.png,,,\n"
           "4,,Pneumonia/Bacterial/Klebsiella,L,X-ray,images,d.png,,,\n"
           "5,,Pneumonia/Viral/COVID-19,Axial,CT,volumes,x.nii.gz,,,\n"
           "6,,Tuberculosis,PA,X-ray,images,e.png,,,\n"
           "7,,No Finding,PA,X-ray,images,f.png,,,\n"
           ",,No Finding,PA,X-ray,images,f.png,,,\n");
  const Import films = import("ieee8023");
  ASSERT_EQ(films.films.size(), 4U);
  const auto covid = find(films, "images/a.png");
  EXPECT_EQ(covid.class_name, "covid19");
  EXPECT_EQ(covid.patient_id, "ieee8023:2");
  EXPECT_EQ(covid.view, "PA");
  EXPECT_EQ(covid.licence, "CC BY");
  EXPECT_EQ(covid.licence_source, "https://x.org");
  EXPECT_EQ(covid.split, "");
  EXPECT_EQ(find(films, "images/b.png").class_name, "viral");
  EXPECT_EQ(find(films, "images/b.png").licence, "not stated");
  EXPECT_EQ(find(films, "images/c.png").class_name, "covid19");
  EXPECT_EQ(find(films, "images/f.png").class_name, "normal");
  EXPECT_EQ(films.left_out.at("view L"), 1);
  EXPECT_EQ(films.left_out.at("modality CT"), 1);
  EXPECT_EQ(films.left_out.at("finding Tuberculosis"), 1);
  ASSERT_EQ(films.problems.size(), 1U);
  EXPECT_EQ(films.problems[0].film, "metadata.csv:9");

  const Import more = import("ieee8023", {.classes = {{"Tuberculosis", "tb"}}, .lateral = true});
  EXPECT_EQ(find(more, "images/d.png").class_name, "bacterial");
  EXPECT_EQ(find(more, "images/e.png").class_name, "tb");
}

TEST_F(ImportTest, AFolderAClassMayLieBelowSplits) {
  film("train/covid/p1_01.png");
  film("train/covid/p1_02.png");
  film("test/normal/deeper/p2_01.TIF");
  film("lost.png");
  const Import films =
      import("folder", {.source = "clinic", .licence = "CC0", .patient_pattern = "^(p[0-9]+)_"});
  ASSERT_EQ(films.films.size(), 3U);
  EXPECT_EQ(find(films, "train/covid/p1_02.png").patient_id, "clinic:p1");
  EXPECT_EQ(find(films, "train/covid/p1_02.png").class_name, "covid");
  EXPECT_EQ(find(films, "test/normal/deeper/p2_01.TIF").class_name, "normal");
  EXPECT_EQ(find(films, "test/normal/deeper/p2_01.TIF").split, "test");
  EXPECT_EQ(films.problems.size(), 1U);
  const Import alone = import("folder");
  EXPECT_NE(find(alone, "train/covid/p1_01.png").patient_id,
            find(alone, "train/covid/p1_02.png").patient_id);
}

TEST_F(ImportTest, AValidationFolderStaysOne) {
  film("train/covid/a.png");
  film("val/covid/b.png");
  film("valid/normal/c.png");
  film("test/normal/d.png");
  const Import films = import("folder");
  EXPECT_EQ(find(films, "val/covid/b.png").split, "validation");
  EXPECT_EQ(find(films, "valid/normal/c.png").split, "validation");
  EXPECT_EQ(find(films, "train/covid/a.png").split, "train");
  ASSERT_FALSE(films.notices.empty());
  EXPECT_THAT(films.notices.back(), HasSubstr("2 films below a validation folder"));
}

TEST_F(ImportTest, KaggleSaysWhatBecomesOfItsValFolder) {
  film("val/NORMAL/NORMAL2-IM-0383-0001-0002.jpeg");
  film("train/NORMAL/IM-0001-0001.jpeg");
  const Import films = import("kaggle");
  ASSERT_EQ(films.notices.size(), 1U);
  EXPECT_THAT(films.notices[0], HasSubstr("val, too few to choose by, count as train"));
}

TEST_F(ImportTest, AFindingThatIsNotThereIsNotMapped) {
  film("normal/a.png");
  film("covid/b.png");
  const Import films = import("folder");
  EXPECT_TRUE(check_mapped({{"normal", "healthy"}}, films.findings));
  const Status typo = check_mapped({{"nromal", "healthy"}}, films.findings);
  ASSERT_FALSE(typo);
  EXPECT_EQ(to_string(typo.error()),
            "--map nromal=healthy: no film has the finding nromal; did you mean normal?");
  const Status other = check_mapped({{"flu", "viral"}}, films.findings);
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().message, HasSubstr("findings here: covid, normal"));
}

TEST_F(ImportTest, AFilmWhoseNameIsNotUtf8IsAProblem) {
  film("normal/a.png");
  film("normal/r\xF6ntgen.png");
  const Import films = import("folder");
  EXPECT_EQ(films.films.size(), 1U);
  ASSERT_EQ(films.problems.size(), 1U);
  EXPECT_THAT(films.problems[0].film, HasSubstr("r\\xF6ntgen.png"));
  EXPECT_THAT(films.problems[0].reason, HasSubstr("not UTF-8; rename"));
}

TEST_F(ImportTest, ErrorsNameTheFolderTheTableAndThePattern) {
  const std::string folder = folder_.path().string();
  for (const char* format : {"kaggle", "folder", "covidx", "ieee8023", "nih", "chexpert"}) {
    EXPECT_THAT(error_of(format), HasSubstr(folder)) << format;
  }
  EXPECT_THAT(error_of("folder", {.patient_pattern = "p[0-9"}), HasSubstr("regular expression"));
  EXPECT_THAT(error_of("folder", {.patient_pattern = "p[0-9]"}), HasSubstr("no group"));
  text("metadata.csv", "patientid,view\n");
  EXPECT_THAT(error_of("ieee8023"), HasSubstr("column missing: finding, filename"));
  text("metadata.csv", "<!DOCTYPE html>\n<html lang=\"en\"><a href=\"x\">");
  EXPECT_THAT(error_of("ieee8023"), HasSubstr("metadata.csv: looks like a web page"));
  const auto unknown = find_import_format("padchest");
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("kaggle, nih"));
}

TEST_F(ImportTest, QuickVerificationLooksAtFirstBytesOnly) {
  film("a/one.png");
  const std::string png = read_text(folder_ / "a/one.png").value();
  text("a/cut.png", png.substr(0, png.size() / 2));
  text("a/empty.png", "");
  Import films = find_import_format("folder")->read({.from = folder_.path()}).value();
  Import quick = films;
  verify_films(films, 1);
  verify_films(quick, 1, true);
  EXPECT_EQ(films.problems.size(), 2U);
  EXPECT_EQ(quick.problems.size(), 1U);
}

}  // namespace
}  // namespace chestlens
