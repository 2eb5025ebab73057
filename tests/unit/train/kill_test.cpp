#include "data/random.hpp"
#include "support/tiny_run.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <thread>

// Runs in processes of their own that end by force. Forking is safe only where no thread of
// LibTorch runs yet: nothing in this binary computes but in a child.

namespace chestlens {
namespace {

using Clock = std::chrono::steady_clock;

/// All that has a state to lose: dropout, augmentation, mixup, balanced draws, averaged weights.
const std::string recipe_text =
    "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n"
    "[train]\nbatch = 8\nprecision = \"fp32\"\nema_decay = 0.95\nearly_stopping_epochs = 2\n"
    "balanced_sampling = true\n[augment]\nflip = 0.5\nrotate_degrees = 10.0\n"
    "cutout_probability = 0.5\n[fine_tune]\nsize_pixels = 32\nepochs = 4\n"
    "base_learning_rate = 2e-2\nmixup_alpha = 0.4\n";

/// How a child ended: its exit code, or nothing where it was killed.
std::optional<int> wait_for(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) return 99;
  return WIFEXITED(status) ? std::optional(WEXITSTATUS(status)) : std::nullopt;
}

class Kill : public test::TinyRun {
 protected:
  /// A child that does the work and exits with 0 where it succeeded; silent.
  static pid_t start(const std::function<Status()>& work) {
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child != 0) return child;
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    at::set_num_threads(1);
    _exit(work() ? 0 : 1);
  }
  Status train_on(const std::string& name, double checkpoint_minutes = 0.0) const {
    TrainOptions resumed = options(name);
    resumed.resume = true;
    resumed.checkpoint_minutes = checkpoint_minutes;
    const auto summary = run(recipe_text, resumed);
    return summary ? Status() : tl::unexpected(summary.error());
  }
  void train_whole(const std::string& name) const {
    ASSERT_EQ(wait_for(start([&] { return train_on(name, 60.0); })), 0);
  }
  void expect_nothing_left_behind(const std::string& name) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / name)) {
      EXPECT_FALSE(entry.path().filename().string().starts_with("."))
          << "left behind: " << entry.path();
    }
  }
  void expect_same_runs(const std::string& one, const std::string& other) const {
    for (const char* file : {"last.safetensors", "best.safetensors", "log.jsonl", "split.csv"}) {
      EXPECT_EQ(bytes_of(one, file), bytes_of(other, file)) << file;
    }
  }
};

TEST_F(Kill, AtAnyMomentTheResumedRunIsBitEqual) {
  const auto began = Clock::now();
  train_whole("whole");
  const std::chrono::duration<double> whole = Clock::now() - began;

  std::mt19937_64 random(2020);
  std::uniform_real_distribution<double> share(0.0, 0.5);
  constexpr int kills = 20;
  int killed = 0;
  for (int i = 0; i < kills; ++i) {
    const pid_t child = start([&] { return train_on("killed"); });
    std::this_thread::sleep_for(whole * share(random));
    kill(child, SIGKILL);
    const auto end = wait_for(child);
    ASSERT_EQ(end.value_or(0), 0) << "a resumed run failed instead of being killed";
    killed += end ? 0 : 1;
  }
  EXPECT_GT(killed, 3) << "the machine was too fast for this test's clock";
  test::must(
      write_file_atomic(folder_ / "killed/.last.safetensors.chestlens-AbCdEf", "half written"));
  ASSERT_EQ(wait_for(start([&] { return train_on("killed"); })), 0);
  expect_same_runs("whole", "killed");
  expect_nothing_left_behind("killed");
}

// A limit on file sizes is a full disk that needs no root: writes fail with EFBIG.
TEST_F(Kill, AFullDiskIsAClearErrorAndLosesNoCheckpoint) {
  train_whole("whole");
  TrainOptions begun = options("full");
  const pid_t first = start([&] {
    int asked = 0;
    begun.stop_requested = [&] { return asked++ == 6; };
    const auto summary = run(recipe_text, begun);
    return summary ? Status(fail(ErrorCode::runtime, "was not stopped")) : Status();
  });
  ASSERT_EQ(wait_for(first), 0);
  const std::string checkpoint = bytes_of("full", "last.safetensors");

  const pid_t second = start([&]() -> Status {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4096, 4096};
    setrlimit(RLIMIT_FSIZE, &limit);
    const Status status = train_on("full");
    if (status) return fail(ErrorCode::runtime, "noticed nothing");
    const bool is_clear = status.error().code == ErrorCode::io &&
                          status.error().message.find("cannot be written") != std::string::npos &&
                          status.error().context.find("last.safetensors") != std::string::npos;
    return is_clear ? Status() : fail(ErrorCode::runtime, to_string(status.error()));
  });
  EXPECT_EQ(wait_for(second), 0);
  EXPECT_EQ(bytes_of("full", "last.safetensors"), checkpoint);
  expect_nothing_left_behind("full");
  ASSERT_EQ(wait_for(start([&] { return train_on("full"); })), 0);
  expect_same_runs("whole", "full");
}

TEST_F(Kill, MissingRoomIsSaidBeforeTheFirstEpoch) {
  const pid_t child = start([&]() -> Status {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1 << 20, 1 << 20};  // room for the run's texts
    setrlimit(RLIMIT_FSIZE, &limit);
    TrainOptions begun = options("full");
    begun.stop_requested = [] { return true; };
    const auto summary = run(recipe_text, begun);
    if (summary) return fail(ErrorCode::runtime, "noticed nothing");
    const bool is_clear = summary.error().code == ErrorCode::io &&
                          summary.error().message.find("cannot be written") != std::string::npos &&
                          summary.error().context.find("last.safetensors") != std::string::npos;
    return is_clear ? Status() : fail(ErrorCode::runtime, to_string(summary.error()));
  });
  EXPECT_EQ(wait_for(child), 0);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "full"));
}

// Root may write anywhere, so the folder is one in which nobody can make a file.
TEST_F(Kill, AnUnwritableFolderIsAClearError) {
  const pid_t child = start([&]() -> Status {
    TrainOptions unwritable = options("unused");
    unwritable.run_folder = "/proc/self/run";
    const auto summary = run(recipe_text, unwritable);
    if (summary) return fail(ErrorCode::runtime, "noticed nothing");
    const bool is_clear = summary.error().code == ErrorCode::io &&
                          summary.error().context.find("/proc/self/run") != std::string::npos;
    return is_clear ? Status() : fail(ErrorCode::runtime, to_string(summary.error()));
  });
  EXPECT_EQ(wait_for(child), 0);
}

}  // namespace
}  // namespace chestlens
