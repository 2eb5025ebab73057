#include "io/temporary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

class ReplaceFolder : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "chestlens_replace_XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    make(root_ / "new", "new");
  }
  void TearDown() override { fs::remove_all(root_); }

  static void make(const fs::path& folder, const std::string& text) {
    fs::create_directories(folder);
    std::ofstream(folder / "file") << text;
  }
  static std::string text(const fs::path& folder) {
    std::string text;
    std::ifstream(folder / "file") >> text;
    return text;
  }
  std::ptrdiff_t entries() const {
    return std::distance(fs::directory_iterator(root_), fs::directory_iterator());
  }

  fs::path root_;
};

TEST_F(ReplaceFolder, PutsItWhereNothingWas) {
  ASSERT_TRUE(replace_folder(root_ / "new", root_ / "target"));
  EXPECT_EQ(text(root_ / "target"), "new");
  EXPECT_EQ(entries(), 1);
}

TEST_F(ReplaceFolder, ReplacesAFullFolderAndAnEmptyOne) {
  make(root_ / "target", "old");
  std::ofstream(root_ / "target" / "more") << "old";
  ASSERT_TRUE(replace_folder(root_ / "new", root_ / "target"));
  EXPECT_EQ(text(root_ / "target"), "new");
  EXPECT_FALSE(fs::exists(root_ / "target" / "more"));
  EXPECT_EQ(entries(), 1);

  fs::create_directory(root_ / "empty");
  ASSERT_TRUE(replace_folder(root_ / "target", root_ / "empty"));
  EXPECT_EQ(text(root_ / "empty"), "new");
}

TEST_F(ReplaceFolder, InTwoStepsTheOldFolderMakesWayAndGoes) {
  make(root_ / "target", "old");
  ASSERT_TRUE(replace_folder(root_ / "new", root_ / "target", ReplaceBy::two_steps));
  EXPECT_EQ(text(root_ / "target"), "new");
  EXPECT_EQ(entries(), 1);
}

TEST_F(ReplaceFolder, InTwoStepsWhatCannotBeReplacedStays) {
  make(root_ / "target", "old");
  // A folder cannot move into itself: the second step fails, after the first went well.
  const fs::path inside = root_ / "target" / "new";
  fs::rename(root_ / "new", inside);
  const auto replaced = replace_folder(inside, root_ / "target", ReplaceBy::two_steps);
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, ErrorCode::io);
  EXPECT_EQ(text(root_ / "target"), "old");
  EXPECT_EQ(text(inside), "new");
  EXPECT_EQ(entries(), 1);
}

TEST_F(ReplaceFolder, RefusesToReplaceAFile) {
  std::ofstream(root_ / "target") << "a file";
  const auto replaced = replace_folder(root_ / "new", root_ / "target");
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, ErrorCode::io);
  EXPECT_TRUE(fs::is_regular_file(root_ / "target"));
}

TEST_F(ReplaceFolder, NamesAMissingSource) {
  const auto replaced = replace_folder(root_ / "absent", root_ / "target");
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, ErrorCode::io);
  EXPECT_THAT(to_string(replaced.error()), HasSubstr("absent"));
}

}  // namespace
}  // namespace chestlens
