#include "data/dataset.hpp"
#include "data/film_cache.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <numeric>
#include <thread>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

class DatasetCache : public testing::Test {
 protected:
  DatasetCache() {
    test::write_film_folder(folder_.path(), {"a", "b"}, 6);
    manifest_ = load_manifest(folder_.path()).value();
    films_.resize(manifest_.films.size());
    std::iota(films_.begin(), films_.end(), std::size_t{0});
  }
  torch::Tensor uncached() { return load_dataset(manifest_, films_, input_, 2)->images; }
  /// The images through the cache; what was said about it is in said_.
  torch::Tensor load() {
    said_.clear();
    const Reporter reporter{
        .notice = [this](std::string_view text) { said_.append(text) += '\n'; }};
    const auto dataset = load_dataset(manifest_, films_, input_, 2, cache_, reporter);
    if (!dataset) throw std::runtime_error(to_string(dataset.error()));
    return dataset->images;
  }
  bool came_from_cache() const {
    return said_.find("12 films at 24 px from ") != std::string::npos;
  }
  fs::path pack() const {
    for (const auto& entry : fs::directory_iterator(cache_)) {
      if (entry.path().extension() == ".films") return entry.path();
    }
    throw std::runtime_error("no pack");
  }
  /// Changes one byte of the pack from the end.
  void damage(std::size_t from_end) {
    std::string bytes = read_text(pack()).value();
    bytes[bytes.size() - from_end] = static_cast<char>(bytes[bytes.size() - from_end] ^ 1);
    test::must(write_file_atomic(pack(), bytes));
  }

  test::TemporaryFolder folder_;
  test::TemporaryFolder elsewhere_;
  fs::path cache_ = elsewhere_ / "cache";
  Manifest manifest_;
  std::vector<std::size_t> films_;
  InputSpec input_{.size_pixels = 24};
  std::string said_;
};

TEST_F(DatasetCache, ASecondLoadIsMappedAndBitForBitTheSame) {
  const torch::Tensor expected = uncached();
  EXPECT_TRUE(torch::equal(load(), expected));
  EXPECT_FALSE(came_from_cache());
  const torch::Tensor second = load();
  EXPECT_TRUE(came_from_cache()) << said_;
  EXPECT_TRUE(torch::equal(second, expected));
  EXPECT_TRUE(second.is_contiguous());
}

TEST_F(DatasetCache, ImagesMayBeChangedInPlaceWithoutHarmToTheCache) {
  const torch::Tensor expected = uncached();
  load().fill_(0.5F);  // the pack just written
  load().fill_(0.5F);  // the pack mapped again
  EXPECT_TRUE(torch::equal(load(), expected));
}

TEST_F(DatasetCache, EachRecipeAndSelectionHasItsOwnPack) {
  load();
  input_.fit = FitMode::letterbox;
  load();
  EXPECT_FALSE(came_from_cache());
  films_ = {3, 1};
  EXPECT_TRUE(torch::equal(load(), uncached()));
  EXPECT_EQ(cache_content(cache_)->packs, 3);
}

TEST_F(DatasetCache, ADamagedPackIsNoticedAndRebuilt) {
  load();
  for (const std::size_t from_end : {1U, 2304U * 3U + 17U, 2304U * 8U}) {
    damage(from_end);
    EXPECT_TRUE(torch::equal(load(), uncached()));
    EXPECT_FALSE(came_from_cache());
    EXPECT_THAT(said_, HasSubstr("is not what was written"));
    EXPECT_TRUE(torch::equal(load(), uncached()));
    EXPECT_TRUE(came_from_cache());
  }
}

TEST_F(DatasetCache, APackOfOtherCodeIsNoticedAndRebuilt) {
  load();
  const fs::path path = pack();
  const PackShape shape{path.stem().string(), 12, 24 * 24};
  {
    auto writer = PackWriter::create(path, shape).value();
    std::fill_n(writer.pixels(), 12 * 24 * 24, 0.25F);
    ASSERT_TRUE(writer.finish(1));
  }
  EXPECT_TRUE(torch::equal(load(), uncached()));
  EXPECT_THAT(said_, HasSubstr("was prepared differently"));
}

TEST_F(DatasetCache, APackThatAnotherProcessWritesIsNotWrittenTwice) {
  const torch::Tensor expected = load();
  const fs::path path = pack();
  fs::remove(path);
  const auto other = TemporaryFile::beside(path).value();
  EXPECT_TRUE(torch::equal(load(), expected));
  EXPECT_THAT(said_, HasSubstr("another process (pid " + std::to_string(::getpid())));
  EXPECT_THAT(said_, HasSubstr("is writing it; here the films stay in memory"));
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(DatasetCache, AChangedFilmInvalidatesIt) {
  const torch::Tensor before = load();
  test::write_film(folder_ / manifest_.films[5].file, test::small_film(32, 2, 99));
  const torch::Tensor after = load();
  EXPECT_FALSE(came_from_cache());
  EXPECT_FALSE(torch::equal(before, after));
  EXPECT_TRUE(torch::equal(after, uncached()));
}

TEST_F(DatasetCache, LoadsAtOnceDoNotDisturbEachOther) {
  const torch::Tensor expected = uncached();
  std::vector<bool> equal(6);
  {
    std::vector<std::jthread> threads;
    std::mutex mutex;
    for (std::size_t i = 0; i < equal.size(); ++i) {
      threads.emplace_back([&, i] {
        const bool same =
            torch::equal(load_dataset(manifest_, films_, input_, 1, cache_)->images, expected);
        const std::lock_guard lock(mutex);
        equal[i] = same;
      });
    }
  }
  for (std::size_t i = 0; i < equal.size(); ++i) EXPECT_TRUE(equal[i]) << i;
  EXPECT_EQ(cache_content(cache_)->packs, 1);
}

TEST_F(DatasetCache, WhatCannotBeWrittenIsDoneWithout) {
  test::must(write_file_atomic(cache_, "a file where the folder should be"));
  EXPECT_TRUE(torch::equal(load(), uncached()));
  EXPECT_THAT(said_, HasSubstr("the films stay in memory"));
}

TEST_F(DatasetCache, UnreadableFilmsAreErrorsAndLeaveNoPack) {
  test::must(write_file_atomic(folder_ / "a1.png", "no image"));
  const auto dataset = load_dataset(manifest_, films_, input_, 1, cache_);
  ASSERT_FALSE(dataset);
  EXPECT_THAT(dataset.error().message, HasSubstr("a1.png"));
  EXPECT_EQ(cache_content(cache_)->packs, 0);
}

}  // namespace
}  // namespace chestlens
