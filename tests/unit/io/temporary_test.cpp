#include "io/temporary.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <set>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr auto owner_alone = fs::perms(0600);

class Temporary : public testing::Test {
 protected:
  std::set<std::string> names() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      names.insert(entry.path().filename().string());
    }
    return names;
  }

  test::TemporaryFolder folder_;
};

using Names = std::set<std::string>;

TEST_F(Temporary, FileAppearsUnderItsNameWhenCommitted) {
  auto file = TemporaryFile::beside(folder_ / "deep/a.bin").value();
  ASSERT_EQ(::write(file.descriptor(), "whole", 5), 5);
  EXPECT_TRUE(is_temporary_name(file.path().filename().string())) << file.path();
  EXPECT_FALSE(fs::exists(folder_ / "deep/a.bin"));
  ASSERT_TRUE(file.commit(owner_alone));
  EXPECT_EQ(read_text(folder_ / "deep/a.bin").value(), "whole");
  EXPECT_EQ(fs::status(folder_ / "deep/a.bin").permissions(), owner_alone);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "deep"), fs::directory_iterator()), 1);
}

TEST_F(Temporary, FileThatIsNotCommittedIsGone) {
  {
    auto first = TemporaryFile::beside(folder_ / "a.bin").value();
    const TemporaryFile moved = std::move(first);
    EXPECT_EQ(names().size(), 1U);
  }
  EXPECT_EQ(names(), Names());
}

TEST_F(Temporary, FileThatCannotBeCommittedIsGoneAndTheTargetStays) {
  fs::create_directories(folder_ / "taken/inside");
  {
    auto file = TemporaryFile::beside(folder_ / "taken").value();
    const Status committed = file.commit(owner_alone);
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, ErrorCode::io);
    EXPECT_EQ(committed.error().context, (folder_ / "taken").string());
  }
  EXPECT_EQ(names(), Names{"taken"});
  EXPECT_TRUE(fs::exists(folder_ / "taken/inside"));
}

TEST_F(Temporary, NothingIsMadeBesideAnImpossibleTarget) {
  test::must(write_file_atomic(folder_ / "plain", "x"));
  for (const fs::path& target : {folder_ / "plain/below", folder_ / ""}) {
    const auto file = TemporaryFile::beside(target);
    ASSERT_FALSE(file) << target;
    EXPECT_EQ(file.error().code, ErrorCode::io);
    const auto folder = TemporaryFolder::beside(target);
    ASSERT_FALSE(folder) << target;
    EXPECT_EQ(folder.error().context, target.string());
  }
  EXPECT_EQ(names(), Names{"plain"});
}

TEST_F(Temporary, FolderTakesThePlaceOfItsTarget) {
  test::must(write_file_atomic(folder_ / "bundle/old.txt", "old"));
  auto folder = TemporaryFolder::beside(folder_ / "bundle").value();
  test::must(write_file_atomic(folder.path() / "new.txt", "new"));
  EXPECT_EQ(fs::status(folder.path()).permissions(), fs::perms(0755));
  ASSERT_TRUE(folder.commit());
  EXPECT_EQ(names(), Names{"bundle"});
  EXPECT_EQ(read_text(folder_ / "bundle/new.txt").value(), "new");
  EXPECT_FALSE(fs::exists(folder_ / "bundle/old.txt"));
}

TEST_F(Temporary, FolderThatCannotBeCommittedIsGoneAndTheTargetStays) {
  test::must(write_file_atomic(folder_ / "bundle", "a file"));
  {
    auto folder = TemporaryFolder::beside(folder_ / "bundle").value();
    test::must(write_file_atomic(folder.path() / "new.txt", "new"));
    const Status committed = folder.commit();
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, ErrorCode::io);
  }
  EXPECT_EQ(names(), Names{"bundle"});
  EXPECT_EQ(read_text(folder_ / "bundle").value(), "a file");
}

TEST_F(Temporary, FolderThatIsKeptStays) {
  std::filesystem::path kept;
  {
    auto folder = TemporaryFolder::beside(folder_ / "bundle").value();
    kept = folder.path();
    folder.keep();
  }
  EXPECT_TRUE(std::filesystem::is_directory(kept));
}

TEST_F(Temporary, LeftoversAreFilesAndFoldersOfTheTargetAlone) {
  const Names others = {"a", ".a.backup", ".b.chestlens-x1Y2z3", ".a.chestlens-longer7"};
  for (const std::string& name : others) test::must(write_file_atomic(folder_ / name, "x"));
  test::must(write_file_atomic(folder_ / ".a.chestlens-x1Y2z3", "x"));
  fs::create_directories(folder_ / ".a.chestlens-Ab12Cd/inside");
  remove_leftovers(folder_ / "a");
  EXPECT_EQ(names(), others);
  remove_leftovers(folder_ / "nowhere/a");
}

TEST(TemporaryName, IsHiddenAndEndsInSixCharacters) {
  EXPECT_TRUE(is_temporary_name(".a.films.chestlens-Ab12Cd"));
  EXPECT_TRUE(is_temporary_name(".a.films.Ab12Cd"));
  EXPECT_TRUE(is_temporary_name(".a.Ab12Cd"));
  for (const char* name :
       {"a.films.Ab12Cd", ".a.films", ".bashrc", ".", "", ".a.Ab12Cd7", ".a.chestlens-Ab12Cd7"}) {
    EXPECT_FALSE(is_temporary_name(name)) << name;
  }
}

}  // namespace
}  // namespace chestlens
