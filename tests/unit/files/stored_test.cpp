#include "files/stored.hpp"

#include "files/folder.hpp"
#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "support/zip_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using test::bytes_of;
using test::must;
using testing::ElementsAre;
using testing::HasSubstr;

class StoredTest : public testing::Test {
 protected:
  StoredTest() {
    test::write_zip(archive_, {{"set/labels.csv", bytes_of("a,b\n")},
                               {"set/films/1.png", bytes_of("one")},
                               {"set/films/2.png", bytes_of("two")},
                               {"__MACOSX/set/._1.png", bytes_of("mac")},
                               {"set/.hidden", bytes_of("h")}});
  }
  static std::vector<std::string> names_of(const std::vector<FolderEntry>& entries) {
    std::vector<std::string> names;
    for (const FolderEntry& entry : entries) names.push_back(entry.name);
    return names;
  }

  const test::TemporaryFolder folder_;
  const fs::path archive_ = folder_ / "all.zip";
};

TEST_F(StoredTest, APathLeadsIntoAnArchive) {
  EXPECT_EQ(must(read_stored(archive_ / "set/films/2.png")), bytes_of("two"));
  EXPECT_EQ(must(read_stored_text(archive_ / "set/labels.csv")), "a,b\n");
  EXPECT_EQ(must(read_stored_head(archive_ / "set/films/1.png", 2)), bytes_of("on"));
  EXPECT_TRUE(is_stored(archive_ / "set/films/1.png"));
  EXPECT_FALSE(is_stored(archive_ / "set/films"));
  EXPECT_FALSE(is_stored(archive_ / "set/films/3.png"));
  EXPECT_EQ(file_on_disk(archive_ / "set/films/1.png"), archive_);
}

TEST_F(StoredTest, WhatLiesOnDiskIsAsItWas) {
  must(write_file_atomic(folder_ / "plain/film.png", "disk"));
  EXPECT_EQ(must(read_stored_text(folder_ / "plain/film.png")), "disk");
  EXPECT_EQ(file_on_disk(folder_ / "plain/film.png"), folder_ / "plain/film.png");
  EXPECT_TRUE(is_archive(archive_));
  EXPECT_FALSE(is_archive(folder_ / "plain/film.png"));
  EXPECT_TRUE(is_stored(archive_)) << "an archive is a file, too";
}

TEST_F(StoredTest, ErrorsNameArchiveAndFile) {
  const auto missing = read_stored(archive_ / "set/3.png");
  ASSERT_FALSE(missing);
  EXPECT_EQ(to_string(missing.error()),
            (archive_ / "set/3.png").string() + ": is not in the archive");
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  must(write_file_atomic(folder_ / "note.txt", "no archive"));
  const auto within = read_stored(folder_ / "note.txt" / "film.png");
  ASSERT_FALSE(within);
  EXPECT_THAT(to_string(within.error()), HasSubstr("note.txt"));
  EXPECT_EQ(read_required_stored(archive_ / "x.csv", "give the set").error().message,
            "is not there; give the set");
}

TEST_F(StoredTest, AnArchiveIsAFolder) {
  EXPECT_TRUE(is_stored_folder(archive_));
  EXPECT_TRUE(is_stored_folder(archive_ / "set/films"));
  EXPECT_FALSE(is_stored_folder(archive_ / "set/films/1.png"));
  EXPECT_THAT(names_of(must(entries_of(archive_ / "set", false))),
              ElementsAre("films", "labels.csv"));
  EXPECT_THAT(names_of(must(entries_of(archive_ / "set", true))),
              ElementsAre(".hidden", "films", "labels.csv"));
  EXPECT_THAT(must(files_in_archive(archive_)),
              ElementsAre("set/films/1.png", "set/films/2.png", "set/labels.csv"));
  EXPECT_THAT(must(files_in_archive(archive_ / "set/films")), ElementsAre("1.png", "2.png"));
  EXPECT_EQ(files_in_archive(archive_ / "other").error().code, ErrorCode::not_found);
  EXPECT_EQ(sole_folder(archive_), archive_ / "set");
  EXPECT_EQ(sole_folder(folder_.path()), folder_.path());
}

TEST_F(StoredTest, AnArchiveThatChangesIsOpenedAgain) {
  EXPECT_TRUE(is_stored(archive_ / "set/films/1.png"));
  test::write_zip(archive_, {{"set/films/1.png", bytes_of("another, longer one")}});
  EXPECT_EQ(must(read_stored_text(archive_ / "set/films/1.png")), "another, longer one");
}

TEST_F(StoredTest, ThreadsReadOneArchiveAtOnce) {
  std::vector<std::jthread> threads;
  std::array<int, 4> good{};
  for (int& count : good) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        count += read_stored_text(archive_ / "set/films/1.png").value_or("") == "one" ? 1 : 0;
        count += read_stored_text(archive_ / "set/films/2.png").value_or("") == "two" ? 1 : 0;
      }
    });
  }
  threads.clear();
  EXPECT_THAT(good, testing::Each(100));
}

TEST_F(StoredTest, NothingIsWrittenToDisk) {
  const auto files = [&] {
    return std::distance(fs::recursive_directory_iterator(folder_.path()), {});
  };
  const auto before = files();
  must(read_stored(archive_ / "set/films/2.png"));
  EXPECT_EQ(files(), before);
}

}  // namespace
}  // namespace chestlens
