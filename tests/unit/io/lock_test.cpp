#include "io/lock.hpp"

#include "io/atomic_file.hpp"
#include "io/temporary.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <optional>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// A process that says when it has done `work`, and then waits to be killed.
class Waiting {
 public:
  explicit Waiting(const std::function<void()>& work) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    process_ = ::fork();
    if (process_ == 0) {
      work();
      (void)!::write(ends[1], "x", 1);
      for (;;) ::pause();
    }
    char done = 0;
    EXPECT_EQ(::read(ends[0], &done, 1), 1);
    ::close(ends[0]);
    ::close(ends[1]);
  }
  ~Waiting() { end(); }
  void end() {
    if (process_ > 0) ::kill(process_, SIGKILL), ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }
  pid_t process() const { return process_; }

 private:
  pid_t process_ = 0;
};

class Lock : public testing::Test {
 protected:
  test::TemporaryFolder folder_;
};

TEST_F(Lock, TheSecondIsToldWhoHoldsTheFolder) {
  const fs::path run = folder_ / "run";
  Waiting first(
      [&] { static const auto lock = test::must(FolderLock::take(run, "is training here")); });
  const auto second = FolderLock::take(run, "is training here");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().context, run.string());
  const std::string pid = "another process (pid " + std::to_string(first.process()) + ", since ";
  EXPECT_THAT(second.error().message, HasSubstr(pid));
  EXPECT_THAT(second.error().message, HasSubstr("io_tests"));
  EXPECT_THAT(second.error().message, HasSubstr(") is training here; wait for its end"));
  EXPECT_THAT(lock_holder(run).value_or(""), HasSubstr(pid));
  first.end();
  EXPECT_TRUE(FolderLock::take(run, "is training here"));
  EXPECT_EQ(lock_holder(run), std::nullopt);
}

TEST_F(Lock, IsTheSameThroughALink) {
  fs::create_directory(folder_ / "run");
  fs::create_directory_symlink(folder_ / "run", folder_ / "link");
  const auto lock = FolderLock::take(folder_ / "link", "is training here");
  ASSERT_TRUE(lock);
  EXPECT_TRUE(lock->is_held());
  EXPECT_FALSE(FolderLock::take(folder_ / "run", "is training here"));
}

TEST_F(Lock, LeavesNothingBehind) {
  {
    ASSERT_TRUE(FolderLock::take(folder_ / "new", "is training here"));
  }
  EXPECT_FALSE(fs::exists(folder_ / "new"));
  fs::create_directory(folder_ / "old");
  {
    ASSERT_TRUE(FolderLock::take(folder_ / "old", "is training here"));
  }
  EXPECT_TRUE(fs::exists(folder_ / "old"));
  {
    const auto lock = FolderLock::take(folder_ / "used", "is training here");
    ASSERT_TRUE(lock);
    test::must(write_file_atomic(folder_ / "used/a", "a"));
  }
  EXPECT_TRUE(fs::exists(folder_ / "used/a"));
}

TEST_F(Lock, AFileIsNoFolderToLock) {
  test::must(write_file_atomic(folder_ / "file", "x"));
  const auto lock = FolderLock::take(folder_ / "file", "is training here");
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, ErrorCode::io);
}

// Two processes beside one target: what the dead one left goes, what the living one writes stays.
TEST_F(Lock, TemporariesOfTheDeadGoAndThoseOfTheLivingStay) {
  const fs::path target = folder_ / "a.films";
  std::optional<Waiting> living, dead;
  const auto write = [&] {
    static const auto file = test::must(TemporaryFile::beside(target));
    static const auto folder = test::must(TemporaryFolder::beside(target));
  };
  living.emplace(write);
  EXPECT_FALSE(temporary_being_written(target).empty());
  dead.emplace(write);
  dead.reset();
  const auto entries = [&] {
    return std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator());
  };
  EXPECT_EQ(entries(), 4);
  remove_leftovers(target);
  EXPECT_EQ(entries(), 2);
  living.reset();
  EXPECT_TRUE(temporary_being_written(target).empty());
  remove_leftovers(target);
  EXPECT_EQ(entries(), 0);
}

TEST_F(Lock, AFileThatWasWrittenIsNotLocked) {
  test::must(write_file_atomic(folder_ / "a", "a"));
  EXPECT_EQ(lock_holder(folder_ / "a"), std::nullopt);
}

}  // namespace
}  // namespace chestlens
