#include "curation/import.hpp"
#include "curation/import_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using test::ImportTest;
using testing::HasSubstr;

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

// The versions of COVID-Net's repository, which keeps all of them in labels.
TEST_F(ImportTest, CovidxVersionsThatContradictEachOtherAreToBeChosenFrom) {
  film("data/train/r0.png");
  film("data/train/r1.png");
  film("data/test/t0.png");
  text("labels/train_COVIDx9A.txt", "p0 r0.png normal rsna\np1 r1.png COVID-19 rsna\n");
  text("labels/test_COVIDx9A.txt", "q0 t0.png pneumonia rsna\n");
  text("labels/train_COVIDx9B.txt", "p0 r0.png negative rsna\np1 r1.png positive rsna\n");
  text("labels/test_COVIDx9B.txt", "q0 t0.png negative rsna\n");
  const std::string error = error_of("covidx");
  EXPECT_THAT(error, HasSubstr("label files of two versions contradict each other, of t0.png"));
  EXPECT_THAT(error, HasSubstr("test_COVIDx9A.txt:1 has it in test as pneumonia"));
  EXPECT_THAT(error, HasSubstr("test_COVIDx9B.txt:1 has it in test as negative"));
  EXPECT_THAT(error, HasSubstr("--labels test_COVIDx9A.txt train_COVIDx9A.txt, or --labels "
                               "test_COVIDx9B.txt train_COVIDx9B.txt"));

  const Import chosen =
      import("covidx", {.label_files = {"train_COVIDx9B.txt", "test_COVIDx9B.txt"}});
  ASSERT_EQ(chosen.films.size(), 3U);
  EXPECT_EQ(find(chosen, "data/train/r0.png").class_name, "negative");
  EXPECT_EQ(find(chosen, "data/train/r1.png").class_name, "covid19");
  EXPECT_EQ(find(chosen, "data/test/t0.png").split, "test");
  EXPECT_THAT(chosen.notices, testing::IsEmpty());

  const Import half = import("covidx", {.label_files = {folder_ / "labels/train_COVIDx9A.txt"}});
  EXPECT_EQ(half.films.size(), 2U);
  ASSERT_EQ(half.notices.size(), 1U);
  EXPECT_THAT(half.notices[0], HasSubstr("not read: test_COVIDx9A.txt"));
}

TEST_F(ImportTest, CovidxSplitsOfTwoVersionsContradictEachOtherToo) {
  film("a.png");
  text("train_COVIDx2.txt", "p0 a.png normal\n");
  text("test_COVIDx3.txt", "p0 a.png normal\n");
  EXPECT_THAT(error_of("covidx"), HasSubstr("test_COVIDx3.txt:1 has it in test as normal, "
                                            "train_COVIDx2.txt:1 has it in train as normal"));
}

TEST_F(ImportTest, CovidxVersionsThatAgreeAreMerged) {
  film("train/a.png");
  film("train/b.png");
  text("train_COVIDx2.txt", "p0 a.png normal\n");
  text("train_COVIDx3.txt", "p0 a.png normal\np1 b.png viral\n");
  const Import films = import("covidx");
  EXPECT_EQ(films.films.size(), 3U) << "the manifest lists a film once";
  EXPECT_THAT(films.notices,
              testing::ElementsAre("label files read: train_COVIDx2.txt, train_COVIDx3.txt"));
}

TEST_F(ImportTest, AFilmThatOneVersionLabelsInTwoWaysIsAProblem) {
  film("train/a.png");
  film("train/b.png");
  text("train_split.txt", "p0 a.png normal\np0 a.png viral\np1 b.png normal\n");
  const Import films = import("covidx");
  ASSERT_EQ(films.films.size(), 1U);
  ASSERT_EQ(films.problems.size(), 1U);
  EXPECT_THAT(films.problems[0].reason,
              HasSubstr("train_split.txt:1 has it in train as normal, train_split.txt:2 has it in "
                        "train as viral"));
}

TEST_F(ImportTest, CovidxLabelsMayLieBesideTheData) {
  film("data/train/a.png");
  text("labels/train_COVIDx9B.txt", "p0 a.png positive rsna\n");
  const Import films = find_import_format("covidx")->read({.from = folder_ / "data"}).value();
  ASSERT_EQ(films.films.size(), 1U);
  EXPECT_EQ(films.films[0].class_name, "covid19");
}

TEST_F(ImportTest, CovidxFilmsAreFoundWhereverTheyLie) {
  film("images/part 1/a.png");
  text("train_split.txt", "p0 a.png normal\r\np1 b.webp normal\r\n");
  const Import films = import("covidx");
  EXPECT_EQ(find(films, "images/part 1/a.png").split, "train");
  EXPECT_EQ(films.problems.size(), 1U);
}

TEST_F(ImportTest, LabelFilesThatAreNotThereOrTellNoSplitAreRefused) {
  film("a.png");
  text("labels.txt", "p0 a.png normal\n");
  EXPECT_THAT(error_of("covidx"), HasSubstr("holds no label file train*.txt or test*.txt"));
  EXPECT_THAT(error_of("covidx", {.label_files = {"train.txt"}}),
              HasSubstr("--labels train.txt: is not there"));
  EXPECT_THAT(error_of("covidx", {.label_files = {"labels.txt"}}),
              HasSubstr("begins with none of train, test and val"));
  text("train.txt", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n");
  EXPECT_THAT(error_of("covidx"), HasSubstr("is a pointer of Git LFS"));
}

}  // namespace
}  // namespace chestlens
