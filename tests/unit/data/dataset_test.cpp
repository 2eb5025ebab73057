#include "data/dataset.hpp"

#include "data/film.hpp"
#include "io/atomic_file.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cstring>

namespace chestlens {
namespace {

using testing::HasSubstr;

constexpr InputSpec input{.size_pixels = 24};

TEST(Dataset, HoldsWhatPreprocessGives) {
  const test::TemporaryFolder folder;
  test::write_film_folder(folder.path(), {"a", "b"}, 3);
  const Manifest manifest = load_manifest(folder.path()).value();
  const std::vector<std::size_t> films = {5, 0, 2};
  const Dataset dataset = load_dataset(manifest, films, input, 2).value();
  ASSERT_EQ(dataset.images.sizes(), (std::vector<std::int64_t>{3, 1, 24, 24}));
  EXPECT_EQ(dataset.labels[0].item<int>(), 1);
  EXPECT_EQ(dataset.labels[1].item<int>(), 0);
  for (std::size_t i = 0; i < films.size(); ++i) {
    const auto film = read_film(folder.path() / manifest.films[films[i]].file).value();
    const auto expected = preprocess(film, input).value();
    const torch::Tensor row = dataset.images[static_cast<std::int64_t>(i)].contiguous();
    EXPECT_EQ(std::memcmp(row.data_ptr<float>(), expected.pixels.data(), row.nbytes()), 0);
  }
}

TEST(Dataset, ThreadsDoNotChangeIt) {
  const test::TemporaryFolder folder;
  test::write_film_folder(folder.path(), {"a", "b"}, 10);
  const Manifest manifest = load_manifest(folder.path()).value();
  std::vector<std::size_t> films(manifest.films.size());
  for (std::size_t i = 0; i < films.size(); ++i) films[i] = i;
  const Dataset one = load_dataset(manifest, films, input, 1).value();
  const Dataset four = load_dataset(manifest, films, input, 4).value();
  EXPECT_TRUE(torch::equal(one.images, four.images));
  EXPECT_TRUE(torch::equal(one.labels, four.labels));
}

TEST(Dataset, ListsEveryFilmItCannotRead) {
  const test::TemporaryFolder folder;
  test::write_film_folder(folder.path(), {"a", "b"}, 3);
  test::must(write_file_atomic(folder / "a1.png", "no image at all"));
  const std::string png = read_text(folder / "b2.png").value();
  test::must(write_file_atomic(folder / "b2.png", png.substr(0, png.size() / 2)));
  const Manifest manifest = load_manifest(folder.path()).value();
  const std::vector<std::size_t> films = {0, 1, 2, 3, 4, 5};
  const auto dataset = load_dataset(manifest, films, input, 2);
  ASSERT_FALSE(dataset);
  EXPECT_EQ(dataset.error().code, ErrorCode::not_an_image);
  const std::string text = to_string(dataset.error());
  EXPECT_THAT(text, HasSubstr("2 of 6 films cannot be used"));
  EXPECT_THAT(text, HasSubstr("a1.png"));
  EXPECT_THAT(text, HasSubstr("b2.png"));
}

TEST(Film, ReadErrorsNameTheFile) {
  const test::TemporaryFolder folder;
  const auto missing = read_film(folder / "gone.png");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  test::must(write_file_atomic(folder / "text.png", "hello"));
  const auto text = read_film(folder / "text.png");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().context, (folder / "text.png").string());
}

}  // namespace
}  // namespace chestlens
