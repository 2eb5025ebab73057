// DICOM films and films in archives, as training reads them.
#include "data/dataset.hpp"
#include "data/film_digests.hpp"
#include "data/loader.hpp"
#include "dicom/dicom_writer.hpp"
#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "support/zip_writer.hpp"

#include <chestlens/dicom.hpp>
#include <chestlens/encode.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <numeric>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using test::must;
using testing::DicomOptions;
using ::testing::HasSubstr;

constexpr InputSpec input{.size_pixels = 24};

/// Films as clinics store them: what the header asks for differs from what is stored.
std::vector<DicomOptions> clinic_films() {
  std::vector<DicomOptions> films;
  films.push_back({.width_pixels = 40, .height_pixels = 32});
  films.push_back({.width_pixels = 40, .height_pixels = 32, .photometric = "MONOCHROME1"});
  films.push_back({.width_pixels = 33, .height_pixels = 47, .bits_stored = 16, .is_signed = true});
  films.push_back({.width_pixels = 32,
                   .height_pixels = 40,
                   .bits_allocated = 8,
                   .bits_stored = 8,
                   .transfer_syntax = EXS_RLELossless});
  films.push_back(
      {.width_pixels = 48, .height_pixels = 32, .transfer_syntax = EXS_JPEGProcess14SV1});
  films[0].more = [](DcmDataset& data) {
    data.putAndInsertString(DCM_WindowCenter, "2048");
    data.putAndInsertString(DCM_WindowWidth, "1024");
  };
  return films;
}

class FilmFiles : public ::testing::Test {
 protected:
  FilmFiles() {
    std::string dicom_rows = "file,class,patient_id\n";
    std::string png_rows = dicom_rows;
    int number = 0;
    for (const DicomOptions& options : clinic_films()) {
      const std::string name = std::to_string(number++);
      const std::string rest = std::string(number % 2 == 0 ? ",a,p" : ",b,p") + name + "\n";
      const auto bytes = testing::write_dicom(options);
      must(write_file_atomic(folder_ / "dicom" / (name + ".dcm"), bytes));
      must(write_file_atomic(folder_ / "png" / (name + ".png"),
                             must(encode_png(must(decode_dicom(bytes)).film))));
      dicom_rows += name + ".dcm" + rest;
      png_rows += name + ".png" + rest;
      packed_.push_back({"films/" + name + ".dcm", bytes});
    }
    must(write_file_atomic(folder_ / "dicom/manifest.csv", dicom_rows));
    must(write_file_atomic(folder_ / "png/manifest.csv", png_rows));
    films_.resize(static_cast<std::size_t>(number));
    std::iota(films_.begin(), films_.end(), std::size_t{0});
  }
  Dataset load(const fs::path& folder, const fs::path& cache = {}, const Reporter& reporter = {}) {
    return must(load_dataset(must(load_manifest(folder)), films_, input, 2, cache, reporter));
  }

  const test::TemporaryFolder folder_;
  std::vector<test::ZipFile> packed_;
  std::vector<std::size_t> films_;
};

TEST_F(FilmFiles, DicomFilmsGiveTheTensorsOfTheSameFilmsAsPng) {
  const Dataset dicom = load(folder_ / "dicom");
  const Dataset png = load(folder_ / "png");
  EXPECT_TRUE(torch::equal(dicom.images, png.images));
  EXPECT_TRUE(torch::equal(dicom.labels, png.labels));
  EXPECT_GT(dicom.images.std().item<double>(), 0.1) << "they are no blank films";
  Loader of_dicom(dicom, {4, 2, 0, 3, 1}, {.batch_size = 2, .threads = 2});
  Loader of_png(png, {4, 2, 0, 3, 1}, {.batch_size = 2, .threads = 2});
  int batches = 0;
  while (const auto batch = of_dicom.next()) {
    const auto other = of_png.next();
    ASSERT_TRUE(other);
    EXPECT_TRUE(torch::equal(batch->images, other->images));
    EXPECT_TRUE(torch::equal(batch->labels, other->labels));
    ++batches;
  }
  EXPECT_EQ(batches, 3);
}

TEST_F(FilmFiles, TheCachePacksDicomFilmsLikeOthers) {
  const torch::Tensor expected = load(folder_ / "png").images;
  const fs::path cache = folder_ / "cache";
  std::string said;
  const Reporter reporter{.notice = [&](std::string_view text) { said.append(text); }};
  EXPECT_TRUE(torch::equal(load(folder_ / "dicom", cache, reporter).images, expected));
  EXPECT_EQ(said, "");
  EXPECT_TRUE(torch::equal(load(folder_ / "dicom", cache, reporter).images, expected));
  EXPECT_THAT(said, HasSubstr("5 films at 24 px from "));
}

TEST_F(FilmFiles, FilmsInAnArchiveAreTheSameFilms) {
  test::write_zip(folder_ / "packed/all.zip", packed_);
  std::string rows = "file,class,patient_id\n";
  for (std::size_t i = 0; i < packed_.size(); ++i) {
    rows +=
        "all.zip/" + packed_[i].name + (i % 2 == 1 ? ",a,p" : ",b,p") + std::to_string(i) + "\n";
  }
  must(write_file_atomic(folder_ / "packed/manifest.csv", rows));
  const Dataset plain = load(folder_ / "dicom");
  const fs::path cache = folder_ / "cache";
  EXPECT_TRUE(torch::equal(load(folder_ / "packed").images, plain.images));
  EXPECT_TRUE(torch::equal(load(folder_ / "packed", cache).images, plain.images));
  EXPECT_TRUE(torch::equal(load(folder_ / "packed", cache).images, plain.images));
  EXPECT_EQ(must(film_digests(must(load_manifest(folder_ / "packed")), "", 1)),
            must(film_digests(must(load_manifest(folder_ / "dicom")), "", 1)));
}

TEST_F(FilmFiles, ARowOfAFileThatTheArchiveLacksIsNotThere) {
  test::write_zip(folder_ / "packed/all.zip", packed_);
  must(write_file_atomic(folder_ / "packed/manifest.csv",
                         "file,class,patient_id\nall.zip/films/9.dcm,a,p\n"
                         "all.zip/films/1.dcm,b,q\n"));
  const auto manifest = load_manifest(folder_ / "packed");
  ASSERT_FALSE(manifest);
  EXPECT_THAT(to_string(manifest.error()), HasSubstr("file \"all.zip/films/9.dcm\" is not there"));
}

}  // namespace
}  // namespace chestlens
