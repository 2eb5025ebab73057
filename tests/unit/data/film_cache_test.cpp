#include "data/film_cache.hpp"

#include "data/film_digests.hpp"
#include "io/sha256.hpp"
#include "io/temporary.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;

void put(const fs::path& path, std::size_t bytes, hours age) {
  test::must(write_file_atomic(path, std::string(bytes, 'x')));
  fs::last_write_time(path, fs::file_time_type::clock::now() - age);
}

TEST(FilmCache, LiesWhereTheXdgStandardSays) {
  ::setenv("XDG_CACHE_HOME", "/somewhere/cache", 1);
  EXPECT_EQ(film_cache_folder(), "/somewhere/cache/chestlens/films");
  ::setenv("XDG_CACHE_HOME", "relative", 1);
  ::setenv("HOME", "/home/someone", 1);
  EXPECT_EQ(film_cache_folder(), "/home/someone/.cache/chestlens/films");
  ::unsetenv("XDG_CACHE_HOME");
  ::unsetenv("HOME");
  EXPECT_EQ(film_cache_folder(), "");
}

TEST(FilmCache, KeysDependOnFilmsOrderAndRecipe) {
  const std::vector<std::string> films = {"a", "b"};
  const std::vector<std::string> other_order = {"b", "a"};
  const std::string key = pack_key(films, {});
  EXPECT_EQ(key.size(), 64U);
  EXPECT_EQ(key, pack_key(films, {}));
  EXPECT_NE(key, pack_key(other_order, {}));
  EXPECT_NE(key, pack_key(films, {.size_pixels = 128}));
  EXPECT_NE(key, pack_key(films, {.fit = FitMode::letterbox}));
  EXPECT_NE(key, pack_key(films, {.window_low_percentile = 1e-9}));
  EXPECT_NE(key, pack_key(films, {.window_high_percentile = 99.9}));
}

TEST(FilmCache, TrimmingRemovesWhatWasUsedLongestAgo) {
  const test::TemporaryFolder folder;
  put(folder / "old.films", 100, hours(5));
  put(folder / "older.films", 100, hours(9));
  put(folder / "new.films", 100, hours(1));
  put(folder / "memo.digests", 10, hours(99));
  put(folder / ".killed.films.Ab12Cd", 50, hours(30));
  const auto running = TemporaryFile::beside(folder / "running.films").value();
  put(folder / "notes.txt", 1000, hours(99));
  touch_pack(folder / "older.films");
  EXPECT_EQ(trim_cache(folder.path(), 250).value(), 150U);
  EXPECT_FALSE(fs::exists(folder / "old.films"));
  EXPECT_TRUE(fs::exists(folder / "older.films"));
  EXPECT_FALSE(fs::exists(folder / ".killed.films.Ab12Cd"));
  EXPECT_TRUE(fs::exists(running.path()));
  EXPECT_EQ(clear_cache(folder.path()).value(), 210U);
  EXPECT_EQ(cache_content(folder.path())->bytes, 0U);
  EXPECT_EQ(cache_content(folder.path())->unfinished, 1);
  EXPECT_TRUE(fs::exists(running.path())) << "its writer lives";
  EXPECT_TRUE(fs::exists(folder / "notes.txt"));
}

TEST(FilmCache, WhatKilledProcessesLeftIsRemovedAndCounted) {
  const test::TemporaryFolder folder;
  put(folder / "a.films", 100, hours(1));
  put(folder / ".a.films.Ab12Cd", 50, hours(0));
  const CacheContent content = cache_content(folder.path()).value();
  EXPECT_EQ(content.packs, 1);
  EXPECT_EQ(content.bytes, 100U);
  EXPECT_EQ(content.abandoned_bytes, 50U);
  EXPECT_EQ(content.unfinished, 0);
  EXPECT_FALSE(fs::exists(folder / ".a.films.Ab12Cd"));
}

// A clock that was wrong when a pack was used must not keep it for ever.
TEST(FilmCache, ATimeThatIsYetToComeCountsAsLongAgo) {
  const test::TemporaryFolder folder;
  put(folder / "future.films", 100, hours(-9999));
  put(folder / "old.films", 100, hours(9));
  EXPECT_EQ(trim_cache(folder.path(), 100).value(), 100U);
  EXPECT_FALSE(fs::exists(folder / "future.films"));
  EXPECT_TRUE(fs::exists(folder / "old.films"));
}

TEST(FilmCache, AFolderThatIsNotThereIsEmpty) {
  EXPECT_EQ(cache_content("/nonexistent/cache")->packs, 0);
  EXPECT_EQ(clear_cache("/nonexistent/cache").value(), 0U);
}

class FilmDigests : public testing::Test {
 protected:
  FilmDigests() {
    test::write_film_folder(folder_.path(), {"a", "b"}, 2);
    manifest_ = load_manifest(folder_.path()).value();
  }
  std::vector<std::string> digests(int quiet_seconds) {
    const std::vector<std::size_t> films = {0, 1, 2, 3};
    return film_digests(manifest_, films, memo_, 2, quiet_seconds).value();
  }
  /// Makes the memo say something else, to see whether it is asked.
  void forge_memo(const std::string& digest) {
    std::string text = read_text(memo_).value();
    const auto at = text.find(digest);
    ASSERT_NE(at, std::string::npos);
    test::must(write_file_atomic(memo_, text.replace(at, digest.size(), "forged")));
  }
  test::TemporaryFolder folder_;
  fs::path memo_ = folder_ / "memo.digests";
  Manifest manifest_;
};

TEST_F(FilmDigests, AreThoseOfTheFiles) {
  EXPECT_EQ(digests(2)[3], sha256_hex(*read_file(folder_ / manifest_.films[3].file)));
}

TEST_F(FilmDigests, AreRememberedUntilAFilmChanges) {
  const auto first = digests(-1);
  forge_memo(first[1]);
  EXPECT_EQ(digests(-1)[1], "forged");
  const auto time = fs::last_write_time(folder_ / manifest_.films[1].file);
  test::write_film(folder_ / manifest_.films[1].file, test::small_film(32, 1, 77));
  fs::last_write_time(folder_ / manifest_.films[1].file, time);  // as some copying tools do
  EXPECT_EQ(digests(-1)[1], sha256_hex(*read_file(folder_ / manifest_.films[1].file)));
}

TEST_F(FilmDigests, OfFilmsJustChangedAreNotRemembered) {
  digests(2);
  EXPECT_FALSE(fs::exists(memo_));
}

TEST_F(FilmDigests, ADamagedMemoCostsTimeOnly) {
  const auto first = digests(-1);
  test::must(write_file_atomic(memo_, "\"never closed\nx,y\n"));
  EXPECT_EQ(digests(-1), first);
}

TEST_F(FilmDigests, AMissingFilmIsAnError) {
  fs::remove(folder_ / manifest_.films[2].file);
  const std::vector<std::size_t> films = {0, 2};
  const auto found = film_digests(manifest_, films, memo_, 1);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace chestlens
