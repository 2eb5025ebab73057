#include "io/atomic_file.hpp"

#include "io/temporary.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <thread>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

class AtomicFile : public testing::Test {
 protected:
  std::size_t files_in_folder() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }

  test::TemporaryFolder folder_;
};

TEST_F(AtomicFile, WritesAndReadsBack) {
  const fs::path path = folder_ / "new" / "deeper" / "note.txt";
  ASSERT_TRUE(write_file_atomic(path, "first"));
  ASSERT_TRUE(write_file_atomic(path, "second, longer"));
  EXPECT_EQ(read_text(path).value(), "second, longer");
  EXPECT_EQ(read_file(path)->size(), 14U);
}

TEST_F(AtomicFile, WritesEmptyFiles) {
  ASSERT_TRUE(write_file_atomic(folder_ / "empty", std::string_view{}));
  EXPECT_EQ(read_text(folder_ / "empty").value(), "");
}

TEST_F(AtomicFile, LeavesNoTemporaryBehind) {
  ASSERT_TRUE(write_file_atomic(folder_ / "one", "1"));
  EXPECT_EQ(files_in_folder(), 1U);
}

TEST_F(AtomicFile, NamesTheFolderThatIsAFile) {
  ASSERT_TRUE(write_file_atomic(folder_ / "plain", "1"));
  const Status status = write_file_atomic(folder_ / "plain" / "below", "2");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::io);
  EXPECT_EQ(status.error().context, (folder_ / "plain" / "below").string());
  EXPECT_THAT(status.error().message, HasSubstr((folder_ / "plain").string()));
}

TEST_F(AtomicFile, RefusesAFolderAsTarget) {
  fs::create_directory(folder_ / "taken");
  const Status status = write_file_atomic(folder_ / "taken", "x");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::io);
  EXPECT_EQ(files_in_folder(), 1U);
}

TEST_F(AtomicFile, ReadErrorsNameTheFile) {
  const auto missing = read_text(folder_ / "nowhere");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_EQ(missing.error().context, (folder_ / "nowhere").string());
  const auto required = read_required_text(folder_ / "nowhere", "make one");
  ASSERT_FALSE(required);
  EXPECT_EQ(required.error().code, ErrorCode::not_found);
  EXPECT_EQ(required.error().message, "is not there; make one");

  ASSERT_TRUE(write_file_atomic(folder_ / "ten", "0123456789"));
  const auto large = read_file(folder_ / "ten", 9);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ErrorCode::too_large);
  EXPECT_TRUE(read_file(folder_ / "ten", 10));

  const auto folder = read_text(folder_.path());
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, ErrorCode::io);
}

// A limit on file size stands for the full disk: the write fails, the earlier content stays.
TEST_F(AtomicFile, FullDiskKeepsTheEarlierFile) {
  const fs::path path = folder_ / "checkpoint";
  ASSERT_TRUE(write_file_atomic(path, "earlier"));
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4096, 4096};
    setrlimit(RLIMIT_FSIZE, &limit);
    const Status status = write_file_atomic(path, std::string(1 << 20, 'x'));
    _exit(!status && status.error().code == ErrorCode::io ? 0 : 1);
  }
  int exit_status = -1;
  waitpid(child, &exit_status, 0);
  EXPECT_EQ(exit_status, 0);
  EXPECT_EQ(read_text(path).value(), "earlier");
  EXPECT_EQ(files_in_folder(), 1U);
}

// Whenever the writer is killed, the file is one complete version or the other.
TEST_F(AtomicFile, KilledWriterLeavesAWholeFile) {
  const fs::path path = folder_ / "weights";
  constexpr std::size_t bytes = 1 << 20;
  ASSERT_TRUE(write_file_atomic(path, std::string(bytes, 'a')));
  std::minstd_rand random(7);
  for (int round = 0; round < 12; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      for (char letter = 'a';; letter = letter == 'z' ? 'a' : static_cast<char>(letter + 1)) {
        if (!write_file_atomic(path, std::string(bytes, letter))) _exit(1);
      }
    }
    std::this_thread::sleep_for(std::chrono::microseconds(1000 + random() % 20000));
    kill(child, SIGKILL);
    int exit_status = 0;
    waitpid(child, &exit_status, 0);
    ASSERT_TRUE(WIFSIGNALED(exit_status));
    const std::string content = read_text(path).value();
    ASSERT_EQ(content.size(), bytes);
    ASSERT_EQ(static_cast<std::size_t>(std::ranges::count(content, content.front())), bytes);
  }
}

TEST_F(AtomicFile, LeftoversOfAKilledWriterGoAndNothingElse) {
  const char* const leftover = ".a.bin.chestlens-x1Y2z3";
  const auto others = {"a.bin", ".a.bin.backup", ".b.bin.chestlens-x1Y2z3", ".vimrc"};
  for (const char* name : others) ASSERT_TRUE(write_file_atomic(folder_ / name, "x"));
  ASSERT_TRUE(write_file_atomic(folder_ / leftover, "x"));
  remove_leftovers(folder_ / "a.bin");
  EXPECT_FALSE(std::filesystem::exists(folder_ / leftover));
  for (const char* name : others) {
    EXPECT_TRUE(std::filesystem::exists(folder_ / name)) << name;
  }
  remove_leftovers(folder_ / "nowhere/a.bin");
}

}  // namespace
}  // namespace chestlens
