#include "files.hpp"
#include "io/atomic_file.hpp"
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

/// `train --run`, which has no --replace: a run is begun in a new or an empty folder, or resumed.
class TrainOutputs : public testing::Test {
 protected:
  static std::string call(const fs::path& place) {
    return "train --threads 1 --recipe " + world().recipe() + " --data " + world().films() +
           " --run " + place.string();
  }
  static void expect_refused(const fs::path& place, const fs::path& kept) {
    for (const char* resume : {"", " --resume"}) {
      SCOPED_TRACE(call(place) + resume);
      const Files before = files_of(kept);
      const auto run = world().program(call(place) + resume);
      EXPECT_EQ(run.exit_code, 1) << run.output << run.errors;
      EXPECT_THAT(run.errors, HasSubstr("chestlens: "));
      EXPECT_THAT(differences(before, files_of(kept)), IsEmpty());
    }
  }

  const TemporaryFolder folder_;
};

TEST_F(TrainOutputs, FolderWithOtherFilesStaysAlsoThroughALink) {
  write_precious(folder_ / "precious");
  expect_refused(folder_ / "precious", folder_.path());
  fs::create_symlink("precious", folder_ / "link");
  expect_refused(folder_ / "link", folder_.path());
  for (const char* name : {"recipe.toml", "log.jsonl", "split.csv", "notes.txt"}) {
    must(write_file_atomic(folder_ / name / name, "precious"));
    expect_refused(folder_ / name, folder_.path());
  }
}

TEST_F(TrainOutputs, FileInThePlaceAndInputsStay) {
  must(write_file_atomic(folder_ / "file", "precious"));
  expect_refused(folder_ / "file", folder_.path());
  expect_refused(folder_ / "file/below", folder_.path());
  expect_refused("/proc/chestlens", folder_.path());
  for (const std::string& input : {world().films(), world().recipe(), world().bundle()}) {
    expect_refused(input, world().path(""));
  }
}

TEST_F(TrainOutputs, FullDiskIsAnError) {
  const auto full = world().on_full_disk(call(folder_ / "run"));
  EXPECT_EQ(full.exit_code, 1);
  EXPECT_THAT(full.errors, HasSubstr("chestlens: "));
}

}  // namespace
}  // namespace chestlens::test
