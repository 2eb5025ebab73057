#include "evaluate/prediction_file.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

PredictionTable table() {
  return {{"covid19", "normal, child"},
          {{"a.png", "p1", 0, {0.1F, -3.0e-7F}}, {"b \"x\".png", "p,2", 1, {1.0F / 3.0F, 12.0F}}}};
}

TEST(PredictionFile, ReadsBackBitForBit) {
  const test::TemporaryFolder folder;
  test::must(save_predictions(folder / "p.csv", table()));
  const auto read = load_predictions(folder / "p.csv");
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->classes, table().classes);
  ASSERT_EQ(read->films.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(read->films[i].file, table().films[i].file);
    EXPECT_EQ(read->films[i].patient_id, table().films[i].patient_id);
    EXPECT_EQ(read->films[i].label, table().films[i].label);
    EXPECT_EQ(read->films[i].logits, table().films[i].logits);
  }
}

TEST(PredictionFile, SaysWhichWeightsMadeItAndWhetherPatientsAreKnown) {
  const test::TemporaryFolder folder;
  PredictionTable written = table();
  written.films[1].patient_known = false;
  written.weights_sha256 = "abc";
  written.epoch = 3;
  written.films[0].source = "a hospital";
  test::must(save_predictions(folder / "p.csv", written));
  const auto read = test::must(load_predictions(folder / "p.csv"));
  EXPECT_EQ(read.weights_sha256, "abc");
  EXPECT_EQ(read.epoch, 3);
  EXPECT_TRUE(read.films[0].patient_known);
  EXPECT_FALSE(read.films[1].patient_known);
  EXPECT_EQ(read.films[0].source, "a hospital");
  EXPECT_EQ(read.films[1].source, "");
}

TEST(PredictionFile, OfAnEarlierVersionIsRead) {
  const test::TemporaryFolder folder;
  test::must(write_file_atomic(folder / "p.csv", "file,patient_id,class,logit a\nx.png,p,a,1.5\n"));
  const auto read = test::must(load_predictions(folder / "p.csv"));
  ASSERT_EQ(read.films.size(), 1U);
  EXPECT_EQ(read.films[0].logits, std::vector<float>{1.5F});
  EXPECT_TRUE(read.films[0].patient_known);
  EXPECT_EQ(read.weights_sha256, "");
  EXPECT_EQ(read.epoch, 0);
  const std::string without_source =
      "file,patient_id,class,patients,epoch,weights_sha256,logit a\n";
  test::must(write_file_atomic(folder / "q.csv", without_source + "x.png,p,a,unknown,3,ab,1.5\n"));
  const auto newer = test::must(load_predictions(folder / "q.csv"));
  EXPECT_FALSE(newer.films[0].patient_known);
  EXPECT_EQ(newer.epoch, 3);
  EXPECT_EQ(newer.films[0].source, "");
}

TEST(PredictionFile, RowsAreTheFilmsAskedFor) {
  Manifest manifest;
  manifest.classes = {"a", "b"};
  manifest.films.resize(3);
  manifest.films[0].file = "0.png";
  manifest.films[2].file = "2.png";
  manifest.films[2].class_index = 1;
  const Predictions predictions{torch::tensor({{5.0F, 6.0F}, {7.0F, 8.0F}}), torch::tensor({1, 0})};
  const std::vector<std::size_t> films{2, 0};
  const auto rows = prediction_table(manifest, films, predictions);
  ASSERT_EQ(rows.films.size(), 2U);
  EXPECT_EQ(rows.films[0].file, "2.png");
  EXPECT_EQ(rows.films[0].label, 1);
  EXPECT_EQ(rows.films[0].logits, (std::vector<float>{5.0F, 6.0F}));
  EXPECT_EQ(rows.films[1].logits, (std::vector<float>{7.0F, 8.0F}));
}

TEST(PredictionFile, DamageIsNamedWithItsLine) {
  const test::TemporaryFolder folder;
  const auto error_of = [&](const std::string& text) {
    test::must(write_file_atomic(folder / "p.csv", text));
    const auto read = load_predictions(folder / "p.csv");
    EXPECT_FALSE(read);
    return read ? std::string() : to_string(read.error());
  };
  const std::string header = "file,patient_id,class,logit a,logit b\n";
  EXPECT_THAT(error_of("file,class\nx,a\n"), HasSubstr("no table of predictions"));
  EXPECT_THAT(error_of(header + "x,p,a,1\n"), HasSubstr("line 2: has 4 fields"));
  EXPECT_THAT(error_of(header + "x,p,c,1,2\n"),
              HasSubstr("line 2: no column is of the class \"c\""));
  EXPECT_THAT(error_of(header + "x,p,a,1,2\ny,p,b,1,2x\n"),
              HasSubstr("line 3: \"2x\" is no number"));
  const std::string newer = "file,patient_id,class,patients,epoch,weights_sha256,logit a\n";
  EXPECT_THAT(error_of(newer + "x,p,a,,1,ab,1\ny,p,a,,2,cd,1\n"),
              HasSubstr("line 3: is of other weights than the line before"));
  EXPECT_EQ(load_predictions(folder / "none.csv").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace chestlens
