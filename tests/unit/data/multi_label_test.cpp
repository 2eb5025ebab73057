#include "data/dataset.hpp"
#include "data/loader.hpp"
#include "data/manifest.hpp"
#include "data/split.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <set>

namespace chestlens {
namespace {

using testing::HasSubstr;

class MultiLabel : public testing::Test {
 protected:
  MultiLabel() {
    for (const char* name : {"a.png", "b.png", "c.png"}) {
      test::write_film(folder_ / name, test::small_film(16, 0, 1));
    }
  }
  Result<Manifest> load(const std::string& rows, std::vector<std::string> classes = {}) {
    test::must(write_file_atomic(folder_ / "manifest.csv", "file,labels,patient_id\n" + rows));
    return load_manifest(folder_.path(), {.classes = std::move(classes), .multi_label = true});
  }
  test::TemporaryFolder folder_;
};

TEST_F(MultiLabel, LabelsThatAFilmDoesNotListAreUnknown) {
  const Manifest manifest = load("a.png,Edema=1;Mass=0,1\nb.png,Mass=?;Hernia=1,2\n").value();
  EXPECT_TRUE(manifest.multi_label);
  EXPECT_EQ(manifest.classes, (std::vector<std::string>{"Edema", "Hernia", "Mass"}));
  const ManifestRow& first = manifest.films[0];
  EXPECT_EQ(first.class_index, -1);
  EXPECT_EQ(first.labels[0], 1.0F);
  EXPECT_TRUE(std::isnan(first.labels[1]));
  EXPECT_EQ(first.labels[2], 0.0F);
  EXPECT_TRUE(std::isnan(manifest.films[1].labels[2]));
  EXPECT_EQ(target_text(manifest, first), "Edema=1;Hernia=?;Mass=0");
}

TEST_F(MultiLabel, OnlyTheClassesAskedForAreKeptInTheirOrder) {
  const Manifest manifest = load("a.png,Edema=1;Mass=0,1\n", {"Mass", "Edema"}).value();
  EXPECT_EQ(manifest.films[0].labels, (std::vector<float>{0.0F, 1.0F}));
}

TEST_F(MultiLabel, BadLabelsNameTheLine) {
  const auto manifest = load("a.png,Edema=yes,1\nb.png,,2\nc.png,Edema=1,3\n");
  ASSERT_FALSE(manifest);
  const std::string text = to_string(manifest.error());
  EXPECT_THAT(text, HasSubstr("manifest.csv:2: label \"Edema=yes\""));
  EXPECT_THAT(text, HasSubstr("manifest.csv:3: labels is empty"));
  test::must(write_file_atomic(folder_ / "manifest.csv", "file,class,patient_id\na.png,x,1\n"));
  EXPECT_THAT(load_manifest(folder_.path(), {.multi_label = true}).error().message,
              HasSubstr("labels"));
}

TEST_F(MultiLabel, DatasetAndBatchesCarryFloatsWithNaN) {
  const Manifest manifest = load("a.png,E=1;M=0,1\nb.png,E=?;M=1,2\nc.png,E=0;M=0,3\n").value();
  const std::vector<std::size_t> films = {2, 1, 0};
  const Dataset dataset = load_dataset(manifest, films, {.size_pixels = 8}, 1).value();
  ASSERT_EQ(dataset.labels.sizes(), (std::vector<std::int64_t>{3, 2}));
  EXPECT_EQ(dataset.labels.scalar_type(), torch::kFloat32);
  Loader loader(dataset, {2, 1}, {.batch_size = 2});
  const Batch batch = loader.next().value();
  ASSERT_EQ(batch.labels.sizes(), (std::vector<std::int64_t>{2, 2}));
  EXPECT_EQ(batch.labels[0][0].item<float>(), 1.0F);
  EXPECT_EQ(batch.labels[0][1].item<float>(), 0.0F);
  EXPECT_TRUE(std::isnan(batch.labels[1][0].item<float>()));
  EXPECT_EQ(batch.labels[1][1].item<float>(), 1.0F);
}

/// 60 patients of up to three films; label A is common, B rare, and many films have neither.
Manifest labelled_manifest() {
  Manifest manifest;
  manifest.multi_label = true;
  manifest.classes = {"A", "B"};
  for (std::uint64_t i = 0; i < 150; ++i) {
    ManifestRow film;
    film.file = std::to_string(i);
    film.patient_id = std::to_string(i * 2 / 5);
    film.class_index = -1;
    const bool rare = derive_seed(7, {i, 1}) % 12 == 0;
    film.labels = {derive_seed(7, {i, 0}) % 3 == 0 ? 1.0F : 0.0F, rare ? 1.0F : std::nanf("")};
    manifest.films.push_back(film);
  }
  return manifest;
}

TEST(MultiLabelSplit, KeepsPatientsTogetherAndEveryLabelOnBothSides) {
  const Manifest manifest = labelled_manifest();
  const Split split = make_split(manifest, 0.2, 3).value();
  EXPECT_EQ(split.train.size() + split.validation.size(), 150U);
  std::set<std::string> patients;
  for (const std::size_t i : split.validation) patients.insert(manifest.films[i].patient_id);
  for (const std::size_t i : split.train)
    EXPECT_FALSE(patients.contains(manifest.films[i].patient_id));
  const auto positives = [&](const std::vector<std::size_t>& films, std::size_t label) {
    return std::ranges::count_if(
        films, [&](std::size_t i) { return manifest.films[i].labels[label] == 1.0F; });
  };
  for (const std::size_t label : {0U, 1U}) {
    const auto inside = static_cast<double>(positives(split.validation, label));
    const auto outside = static_cast<double>(positives(split.train, label));
    EXPECT_GT(outside, 0.0);
    EXPECT_NEAR(inside, 0.2 * (inside + outside), 0.12 * (inside + outside) + 1.0) << label;
  }
  EXPECT_NEAR(static_cast<double>(split.validation.size()), 30.0, 8.0);
}

TEST(MultiLabelSplit, ReadsBackAndNoticesChangedLabels) {
  const test::TemporaryFolder folder;
  Manifest manifest = labelled_manifest();
  const Split split = make_split(manifest, 0.2, 3).value();
  test::must(save_split(folder / "split.csv", manifest, split));
  EXPECT_EQ(load_split(folder / "split.csv", manifest)->validation, split.validation);
  manifest.films[4].labels[0] = 1.0F - manifest.films[4].labels[0];
  const auto changed = load_split(folder / "split.csv", manifest);
  ASSERT_FALSE(changed);
  EXPECT_THAT(changed.error().message, HasSubstr("film 4 has another class"));
}

TEST(MultiLabelSplit, NamesALabelThatNoFilmHas) {
  Manifest manifest = labelled_manifest();
  for (ManifestRow& film : manifest.films) film.labels[1] = 0.0F;
  const auto split = make_split(manifest, 0.2, 3);
  ASSERT_FALSE(split);
  EXPECT_THAT(split.error().message, HasSubstr("class B has no film"));
}

}  // namespace
}  // namespace chestlens
