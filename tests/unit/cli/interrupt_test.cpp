#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;
using test::run_program;

/// A run of the real network that would take hours, started in the background.
class Interrupt : public testing::Test {
 protected:
  Interrupt() {
    test::must(write_file_atomic(recipe_,
                                 "name = \"long\"\n[data]\nvalidation_fraction = 0.3\n"
                                 "[train]\nbatch = 4\nprecision = \"fp32\"\n"
                                 "[[stage]]\nsize_pixels = 32\nepochs = 9999\n"
                                 "max_learning_rate = 1e-4\n"));
  }
  pid_t start_training() const {
    const pid_t child = fork();
    if (child != 0) return child;
    const int errors = open(errors_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    execl(CHESTLENS_PROGRAM, "chestlens", "train", "--threads", "1", "--checkpoint-minutes", "0",
          "--resume", "--recipe", recipe_.c_str(), "--data", films_.c_str(), "--run", run_.c_str(),
          nullptr);
    _exit(127);
  }
  /// Whether the run writes a checkpoint newer than `than` within a minute.
  bool saves(fs::file_time_type than) const {
    for (int i = 0; i < 600; ++i) {
      std::error_code error;
      const auto written = fs::last_write_time(run_ / "last.safetensors", error);
      if (!error && written > than) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  }
  void interrupt_one(fs::file_time_type than, int number) const {
    const pid_t child = start_training();
    const bool saved = saves(than);
    kill(child, saved ? number : SIGKILL);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    const std::string errors = read_text(errors_).value();
    ASSERT_TRUE(saved) << errors;
    ASSERT_TRUE(WIFEXITED(status)) << errors;
    EXPECT_EQ(WEXITSTATUS(status), 130);
    EXPECT_THAT(errors, HasSubstr("stopping after this batch"));
    EXPECT_THAT(errors, HasSubstr("state saved; --resume goes on"));
  }

  const test::TemporaryFolder folder_;
  const fs::path recipe_ = folder_ / "long.toml";
  const fs::path films_ = folder_ / "films";
  const fs::path run_ = folder_ / "run";
  const fs::path errors_ = folder_ / "errors";
};

TEST_F(Interrupt, StopsAfterTheBatchSavesAndGoesOn) {
  ASSERT_EQ(run_program("phantom --films 40 --size 64 --seed 5 --out " + films_.string()).exit_code,
            0);
  interrupt_one(fs::file_time_type::min(), SIGINT);
  interrupt_one(fs::last_write_time(run_ / "last.safetensors"), SIGHUP);  // a lost connection
}

}  // namespace
}  // namespace chestlens
