#include "curation/import.hpp"
#include "curation/import_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using test::ImportTest;
using testing::HasSubstr;
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

TEST_F(ImportTest, FilmsMayLieInFoldersOfImagesBesideMasks) {
  for (const char* name : {"COVID", "Viral Pneumonia"}) {
    film(std::string(name) + "/images/1.png");
    film(std::string(name) + "/masks/1.png");
  }
  text("COVID.metadata.xlsx", "PK");
  const Import films = import("folder");
  ASSERT_EQ(films.films.size(), 2U);
  EXPECT_EQ(find(films, "Viral Pneumonia/images/1.png").class_name, "Viral Pneumonia");
  EXPECT_EQ(films.left_out.at("masks of films"), 2);
  EXPECT_EQ(films.left_out.at("no film, .xlsx"), 1);
}

TEST_F(ImportTest, ClassesMayLieBelowImagesInAFolderOrAboveSplits) {
  film("set/images/normal/1.png");
  film("set/images/covid/2.png");
  film("set/masks/covid/2.png");
  EXPECT_EQ(find(import("folder"), "set/images/normal/1.png").class_name, "set");
  const Import below = find_import_format("folder")->read({.from = folder_ / "set"}).value();
  ASSERT_EQ(below.films.size(), 2U);
  EXPECT_EQ(below.films[0].class_name, "covid");
  EXPECT_EQ(below.films[1].class_name, "normal");
}

TEST_F(ImportTest, ADataSetsOwnFolderIsNoClass) {
  film("chest_xray/train/normal/1.png");
  film("chest_xray/test/covid/2.png");
  const Import films = import("folder");
  EXPECT_EQ(find(films, "chest_xray/train/normal/1.png").class_name, "normal");
  EXPECT_EQ(find(films, "chest_xray/test/covid/2.png").split, "test");
}

TEST_F(ImportTest, SplitsMayLieBelowClasses) {
  film("covid/train/1.png");
  film("normal/test/2.png");
  const Import films = import("folder");
  EXPECT_EQ(find(films, "covid/train/1.png").class_name, "covid");
  EXPECT_EQ(find(films, "covid/train/1.png").split, "train");
  EXPECT_EQ(find(films, "normal/test/2.png").split, "test");
}

TEST_F(ImportTest, OneClassAloneIsSaidToBeOne) {
  film("set/covid/1.png");
  film("set/normal/2.png");
  const Import films = import("folder");
  ASSERT_FALSE(films.notices.empty());
  EXPECT_THAT(films.notices.back(), HasSubstr("all films are of one class, set; where"));
  film("other/3.png");
  EXPECT_THAT(import("folder").notices, testing::IsEmpty());
}

TEST_F(ImportTest, PicturesThatAreNotReadKeepTheirClassInMind) {
  film("covid/1.png");
  text("normal/2.heic", "no HEIC");
  text("docs/licence.txt", "CC0");
  const Import films = import("folder");
  ASSERT_EQ(films.unread.size(), 1U);
  EXPECT_EQ(films.unread.at("normal").size(), 1U);
  EXPECT_THAT(import("folder", {.classes = {{"normal", ""}}}).unread, testing::IsEmpty());
}

TEST_F(ImportTest, AClassThatIsMappedToNothingIsLeftOut) {
  film("covid/1.png");
  film("other/2.png");
  const Import films = import("folder", {.classes = {{"other", ""}}});
  EXPECT_EQ(films.films.size(), 1U);
  EXPECT_EQ(films.left_out.at("class other"), 1);
}

}  // namespace
}  // namespace chestlens
