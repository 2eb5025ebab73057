#include "io/output.hpp"

#include "io/atomic_file.hpp"
#include "io/sums.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

constexpr const char* writer = "chestlens test";

class Output : public testing::Test {
 protected:
  Output() { test::must(write_file_atomic(folder_ / "precious.png", "a film")); }

  std::string why_not_file(const fs::path& file, const OutputRule& rule = {},
                           const std::string& ending = {}) const {
    const Status status = check_output_file(file, rule, ending);
    return status ? "" : to_string(status.error());
  }
  std::string why_not_folder(const fs::path& folder, const OutputRule& rule = {}) const {
    const Status status = check_output_folder(folder, rule, own_);
    return status ? "" : to_string(status.error());
  }
  fs::path write_own(const std::string& name) const {
    const fs::path folder = folder_ / name;
    test::must(write_file_atomic(folder / "deep/table.md", "a table"));
    test::must(write_sums(folder, writer));
    return folder;
  }

  const test::TemporaryFolder folder_;
  const OwnFolder own_{"a table", [](const fs::path& at) { return check_sums(at, writer); }};
};

TEST_F(Output, NewFileIsWrittenAndLeavesNoTrace) {
  EXPECT_EQ(why_not_file(folder_ / "new/deep/file.png", {}, ".png"), "");
  EXPECT_FALSE(fs::exists(folder_ / "new"));
}

TEST_F(Output, FileIsReplacedOnlyWhereAskedTo) {
  const fs::path file = folder_ / "precious.png";
  EXPECT_EQ(why_not_file(file), file.string() + ": is there already; --replace writes over it");
  EXPECT_EQ(why_not_file(file, {.replace = true}), "");
}

TEST_F(Output, InputIsNeverAnOutputByWhateverName) {
  const OutputRule rule{.replace = true,
                        .inputs = files_at({folder_ / "precious.png", folder_.path()})};
  fs::create_hard_link(folder_ / "precious.png", folder_ / "other.png");
  fs::create_directory(folder_ / "inside");
  for (const char* name :
       {"precious.png", "./precious.png", "inside/../precious.png", "other.png"}) {
    EXPECT_THAT(why_not_file(folder_ / name, rule), HasSubstr("is read by this command")) << name;
  }
  EXPECT_THAT(why_not_folder(folder_ / "inside/../../" / folder_.path().filename(), rule),
              HasSubstr("is read by this command"));
}

TEST_F(Output, WhatLiesInAnInputIsOne) {
  test::must(write_file_atomic(folder_ / "films/normal/film.png", "a film"));
  const OutputRule rule{.replace = true, .inputs = files_at({folder_ / "films"})};
  EXPECT_THAT(why_not_file(folder_ / "films/normal/film.png", rule),
              HasSubstr("lies in a folder that this command reads"));
  EXPECT_EQ(why_not_file(folder_ / "films/new.png", rule), "");
  EXPECT_EQ(why_not_file(folder_ / "precious.png", rule), "");
}

TEST_F(Output, LinkIsNeverWrittenThrough) {
  fs::create_symlink("precious.png", folder_ / "link.png");
  fs::create_symlink("nowhere", folder_ / "dangling");
  fs::create_directory(folder_ / "inside");
  fs::create_symlink("inside", folder_ / "link");
  const OutputRule rule{.replace = true};
  EXPECT_THAT(why_not_file(folder_ / "link.png", rule), HasSubstr("is a link to precious.png"));
  EXPECT_THAT(why_not_file(folder_ / "dangling", rule), HasSubstr("is a link to nowhere"));
  EXPECT_THAT(why_not_folder(folder_ / "link", rule), HasSubstr("is a link to inside"));
  EXPECT_THAT(why_not_folder(folder_ / "link/", rule), HasSubstr("is a link to inside"));
}

TEST_F(Output, FileOfAnotherKindOrPlaceIsRefused) {
  EXPECT_THAT(why_not_file(folder_ / "x.png", {}, ".svg"), HasSubstr("end it in .svg"));
  EXPECT_THAT(why_not_file(folder_.path(), {.replace = true}), HasSubstr("is a folder"));
  EXPECT_THAT(why_not_file("/dev/full", {.replace = true}), HasSubstr("no file that could be"));
  EXPECT_THAT(why_not_file(""), HasSubstr("not of a file"));
  EXPECT_THAT(why_not_file(folder_ / "precious.png/x"), HasSubstr("Not a directory"));
  EXPECT_THAT(why_not_file("/proc/chestlens"), HasSubstr("cannot be written"));
}

TEST_F(Output, FolderIsNewOrEmpty) {
  EXPECT_EQ(why_not_folder(folder_ / "new/deep/"), "");
  fs::create_directory(folder_ / "empty");
  EXPECT_EQ(why_not_folder(folder_ / "empty"), "");
  for (const fs::path& path : {fs::path("."), fs::path(".."), fs::path(""), fs::path("/")}) {
    EXPECT_NE(why_not_folder(path), "") << path;
  }
}

TEST_F(Output, FolderWithOtherFilesIsRefusedAlsoWithReplace) {
  test::must(write_file_atomic(folder_ / "manifest.csv", "file"));
  fs::create_directory(folder_ / "notes");
  for (const bool replace : {false, true}) {
    EXPECT_EQ(why_not_folder(folder_.path(), {.replace = replace}),
              folder_.path().string() +
                  ": holds 3 other files, e.g. manifest.csv; choose a new or an empty folder");
  }
  EXPECT_THAT(why_not_folder(folder_ / "precious.png"), HasSubstr("is a file, not a folder"));
}

TEST_F(Output, OwnFolderIsKnownByItsContent) {
  const fs::path own = write_own("own");
  EXPECT_THAT(why_not_folder(own), HasSubstr("holds a table already; --replace puts"));
  EXPECT_EQ(why_not_folder(own, {.replace = true}), "");

  fs::rename(own / "deep/table.md", own / "deep/taken.md");
  EXPECT_THAT(why_not_folder(own, {.replace = true}), HasSubstr("another file, deep/taken.md"));
  fs::rename(own / "deep/taken.md", own / "deep/table.md");
  test::must(write_file_atomic(own / "deep/table.md", "a tablf"));
  EXPECT_THAT(why_not_folder(own, {.replace = true}),
              HasSubstr("holds deep/table.md, which was changed since"));
  fs::remove(own / "deep/table.md");
  fs::create_symlink(folder_ / "precious.png", own / "deep/table.md");
  EXPECT_THAT(why_not_folder(own, {.replace = true}), HasSubstr("another file, deep/table.md"));
}

TEST_F(Output, FolderOfAnotherCommandIsNotOwn) {
  const fs::path folder = folder_ / "other";
  test::must(write_file_atomic(folder / "film", "x"));
  test::must(write_sums(folder, "chestlens other"));
  EXPECT_THAT(why_not_folder(folder, {.replace = true}), HasSubstr("holds 2 other files"));
}

TEST_F(Output, GrowingFolderNeedsNoReplaceWhereAllIsItsOwn) {
  EXPECT_TRUE(check_growing_folder(write_own("own"), {}, own_));
  EXPECT_TRUE(check_growing_folder(folder_ / "new", {}, own_));
  EXPECT_FALSE(check_growing_folder(folder_.path(), {.replace = true}, own_));
}

TEST_F(Output, CommitLooksAgain) {
  const fs::path target = folder_ / "target";
  auto made = test::must(TemporaryFolder::beside(target));
  test::must(write_file_atomic(made.path() / "new", "new"));
  test::must(write_file_atomic(target / "precious", "came meanwhile"));
  EXPECT_FALSE(commit_output_folder(made, target, {.replace = true}, own_));
  EXPECT_EQ(test::must(read_text(target / "precious")), "came meanwhile");
  fs::remove(target / "precious");
  EXPECT_TRUE(commit_output_folder(made, target, {}, own_));
  EXPECT_EQ(test::must(read_text(target / "new")), "new");
}

}  // namespace
}  // namespace chestlens
