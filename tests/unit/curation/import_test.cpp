#include "curation/import.hpp"

#include "curation/import_fixture.hpp"
#include "curation/import_outcome.hpp"
#include "curation/manifest_table.hpp"
#include "data/film.hpp"
#include "data/manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

using test::ImportTest;

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

TEST_F(ImportTest, MendeleysNamesTellClassAndPatient) {
  const std::string root = "ZhangLabData/CellData/chest_xray/";
  film(root + "train/PNEUMONIA/BACTERIA-1008087-0001.jpeg");
  film(root + "train/PNEUMONIA/VIRUS-1002000-0002.jpeg");
  film(root + "train/NORMAL/NORMAL-1003233-0001.jpeg");
  film(root + "test/NORMAL/Normal-28501-0001.JPEG");
  const Import films = import("kaggle");
  ASSERT_EQ(films.films.size(), 4U);
  const auto bacterial = find(films, root + "train/PNEUMONIA/BACTERIA-1008087-0001.jpeg");
  EXPECT_EQ(bacterial.class_name, "bacterial");
  EXPECT_EQ(bacterial.patient_id, "kaggle:BACTERIA-1008087");
  EXPECT_EQ(bacterial.split, "train");
  EXPECT_EQ(find(films, root + "train/PNEUMONIA/VIRUS-1002000-0002.jpeg").class_name, "viral");
  EXPECT_EQ(find(films, root + "train/NORMAL/NORMAL-1003233-0001.jpeg").class_name, "normal");
  const auto test = find(films, root + "test/NORMAL/Normal-28501-0001.JPEG");
  EXPECT_EQ(test.class_name, "normal");
  EXPECT_EQ(test.split, "test");
}

TEST_F(ImportTest, TheUsersClassesComeFirst) {
  film("train/PNEUMONIA/person1_bacteria_1.jpeg");
  film("train/PNEUMONIA/person2_virus_1.jpeg");
  const Import films = import("kaggle", {.classes = {{"bacteria", "pneumonia"}, {"virus", ""}}});
  ASSERT_EQ(films.films.size(), 1U);
  EXPECT_EQ(films.films[0].class_name, "pneumonia");
  EXPECT_EQ(films.left_out.at("finding virus"), 1);
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

// The header and the rows of the collection's first weeks: no modality, no folder, blanks in names.
TEST_F(ImportTest, Ieee8023sEarlyTablesAreRead) {
  film("images/radiopedia-covid-19-pneumonia-2.jpg");
  film("SARS-Fig8a-day0.jpeg");
  text("metadata.csv",
       "Patientid,offset,sex,age,finding,survival,view,date,location,filename,doi, "
       "url,license,notes\n"
       "1, ,,,COVID-19,,PA,2019,,radiopedia-covid-19-pneumonia-2.jpg,,https://radiopaedia.org/x,,\n"
       "3,4,M,74,SARS,N,PA,2004,,SARS-Fig8a-day0.jpeg,,https://rsna.org,,\"a man, 74\"\n"
       "17,9,M,54,COVID-19,Y,CT,2020,,jkms-35-e79-g001-l-d.jpg,,,,\n");
  const Import films = import("ieee8023");
  ASSERT_EQ(films.films.size(), 2U);
  const auto covid = find(films, "images/radiopedia-covid-19-pneumonia-2.jpg");
  EXPECT_EQ(covid.class_name, "covid19");
  EXPECT_EQ(covid.patient_id, "ieee8023:1");
  EXPECT_EQ(covid.licence_source, "https://radiopaedia.org/x");
  EXPECT_EQ(find(films, "SARS-Fig8a-day0.jpeg").class_name, "viral");
  EXPECT_EQ(films.left_out.at("view CT"), 1);
}

TEST_F(ImportTest, ATablesEncodingIsGuessedAloud) {
  film("images/r\xC3\xB6ntgen.png");
  text("metadata.csv", "patientid;finding;view;filename\r1;COVID-19;PA;r\xF6ntgen.png\r");
  const Import films = import("ieee8023");
  EXPECT_EQ(find(films, "images/r\xC3\xB6ntgen.png").class_name, "covid19");
  EXPECT_THAT(films.notices, testing::ElementsAre(HasSubstr("metadata.csv: is not UTF-8")));
}

TEST_F(ImportTest, WhatCameInAFilmsPlaceIsNamed) {
  film("a/one.png");
  text("a/pointer.png", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n");
  text("a/page.jpg", "<!DOCTYPE html><p>Not found</p>");
  const Import films = import("folder");
  ASSERT_EQ(films.problems.size(), 2U);
  EXPECT_THAT(films.problems[0].reason, HasSubstr("web page"));
  EXPECT_THAT(films.problems[1].reason, HasSubstr("pointer of Git LFS"));
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

TEST_F(ImportTest, NamesThatAreNotUtf8AreListedAsWindows1252ReadsThem) {
  film("b\xE9nin/r\xF6ntgen.png");
  film("normal/a.png");
  const Import films = import("folder");
  ASSERT_EQ(films.films.size(), 2U);
  EXPECT_EQ(films.films[0].class_name, "b\xC3\xA9nin");
  EXPECT_THAT(other_names(films.films), HasSubstr("1 film: names that are not UTF-8"));
  ManifestTable table;
  add_films(table, folder_.path(), films.films);
  EXPECT_EQ(table.rows.at(0).at("file"), "b\xC3\xA9nin/r\xC3\xB6ntgen.png");
  test::must(write_manifest_table(folder_.path(), table));
  const auto manifest = load_manifest(folder_.path());
  ASSERT_TRUE(manifest) << to_string(manifest.error());
  ASSERT_EQ(manifest->films.size(), 2U);
  EXPECT_TRUE(read_film(folder_ / manifest->films[0].file));
}

TEST_F(ImportTest, AFilmWhoseNameIsAnothersInUtf8IsAProblem) {
  film("normal/r\xF6ntgen.png");
  film("normal/r\xC3\xB6ntgen.png");
  const Import films = import("folder");
  EXPECT_EQ(films.films.size(), 1U);
  ASSERT_EQ(films.problems.size(), 1U);
  EXPECT_THAT(films.problems[0].film, HasSubstr("r\\xF6ntgen.png"));
  EXPECT_THAT(films.problems[0].reason, HasSubstr("is another file's; rename"));
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
  const auto unknown = find_import_format("brixia");
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("kaggle, mimic-cxr, nih"));
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
