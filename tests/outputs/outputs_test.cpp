#include "files.hpp"
#include "io/atomic_file.hpp"
#include "rows.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

namespace fs = std::filesystem;

/// Every command on places that hold what nobody may lose.
class Outputs : public testing::TestWithParam<std::size_t> {
 protected:
  Outputs() : row_(output_rows(world())[GetParam()]) {}

  std::string call(const fs::path& place, bool replace) const {
    return row_.command + " " + row_.arguments + " " + place.string() +
           (replace ? " --replace" : "");
  }
  /// The command fails, in words, and everything in the folder stays as it is.
  void expect_refused(const fs::path& place, bool replace, const fs::path& kept) const {
    SCOPED_TRACE(call(place, replace));
    const Files before = files_of(kept);
    const auto run = world().program(call(place, replace));
    EXPECT_EQ(run.exit_code, 1) << run.output << run.errors;
    EXPECT_THAT(run.errors, HasSubstr("chestlens: "));
    EXPECT_EQ(run.output, "") << "the place is looked at before the work";
    EXPECT_THAT(differences(before, files_of(kept)), IsEmpty());
  }
  void expect_refused(const fs::path& place) const { expect_refused(place, true, folder_.path()); }
  fs::path named(const std::string& name) const { return folder_ / (name + row_.ending); }

  const OutputRow row_;
  const TemporaryFolder folder_;
};

TEST_P(Outputs, FolderWithOtherFilesStays) {
  write_precious(folder_ / "precious");
  expect_refused(folder_ / "precious", false, folder_.path());
  expect_refused(folder_ / "precious/");
  must(write_file_atomic(folder_ / "single/film.png", "precious"));
  expect_refused(folder_ / "single");
}

TEST_P(Outputs, FileInThePlaceStays) {
  must(write_file_atomic(named("precious"), "precious"));
  expect_refused(named("precious"), false, folder_.path());
  if (row_.written != Written::file) expect_refused(named("precious"));
}

TEST_P(Outputs, InputIsNoOutput) {
  for (const std::string& input : row_.inputs) {
    expect_refused(input, true, world().path(""));
    fs::create_symlink(input, named("link"));
    expect_refused(named("link"), true, world().path(""));
    fs::remove(named("link"));
  }
}

TEST_P(Outputs, LinkIsNotWrittenThrough) {
  write_precious(folder_ / "precious");
  fs::create_directory(folder_ / "empty");
  must(write_file_atomic(named("file"), "precious"));
  for (const fs::path& target :
       {folder_ / "precious", folder_ / "empty", named("file"), folder_ / "nowhere"}) {
    fs::create_symlink(target, named("link"));
    expect_refused(named("link"));
    fs::remove(named("link"));
  }
}

TEST_P(Outputs, PlaceThatTakesNoFileIsNamedBeforeTheWork) {
  must(write_file_atomic(folder_ / "plain", "precious"));
  expect_refused(named("plain/below"));
  expect_refused("/proc/chestlens" + row_.ending);
  for (const char* place : {"/dev/full", "."}) expect_refused(place);
}

TEST_P(Outputs, EarlierOutputStaysUntilReplaceAndWhereTheDiskIsFull) {
  const fs::path place = named("out");
  const auto first = world().program(call(place, false));
  ASSERT_EQ(first.exit_code, 0) << first.errors;
  const Files written = files_of(folder_.path());
  ASSERT_FALSE(written.empty());
  expect_refused(place, false, folder_.path());

  const auto full = world().on_full_disk(call(place, true));
  EXPECT_NE(full.exit_code, 0);
  EXPECT_THAT(full.errors, HasSubstr("chestlens: "));
  EXPECT_THAT(differences(written, files_of(folder_.path())), IsEmpty()) << full.errors;

  const auto again = world().program(call(place, true));
  EXPECT_EQ(again.exit_code, 0) << again.errors;
  const Files replaced = files_of(folder_.path());
  EXPECT_EQ(replaced.size(), written.size()) << "nothing else is left";

  if (row_.written == Written::file) return;
  must(write_file_atomic(place / "deep/mine.txt", "precious"));
  expect_refused(place, true, folder_.path());
}

TEST_P(Outputs, NothingIsLeftOnAFullDisk) {
  const auto full = world().on_full_disk(call(named("out"), false));
  EXPECT_NE(full.exit_code, 0);
  EXPECT_THAT(differences({}, files_of(folder_.path())), IsEmpty()) << full.errors;
}

std::string name_of(const testing::TestParamInfo<std::size_t>& info) {
  std::string name = std::to_string(info.param) + "_" + output_rows(world())[info.param].command;
  for (char& character : name) {
    if (std::isalnum(static_cast<unsigned char>(character)) == 0) character = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Commands, Outputs,
                         testing::Range(std::size_t{0}, output_rows(world()).size()), name_of);

}  // namespace
}  // namespace chestlens::test
