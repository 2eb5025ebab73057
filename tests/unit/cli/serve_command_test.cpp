#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <regex>
#include <string>
#include <thread>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// `chestlens serve` on a site of one page, with its output in a file.
class ServeCommand : public testing::Test {
 protected:
  ServeCommand() {
    fs::create_directory(site_);
    std::ofstream(site_ / "index.html") << "the page\n";
  }

  pid_t start() const {
    fs::remove(output_);
    const pid_t child = fork();
    if (child != 0) return child;
    dup2(open(output_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644), STDOUT_FILENO);
    execl(CHESTLENS_PROGRAM, "chestlens", "serve", site_.c_str(), "--port", "0", nullptr);
    _exit(127);
  }

  /// The port that it says it serves at; empty where it says none within ten seconds.
  std::string port() const {
    for (int i = 0; i < 100; ++i) {
      std::smatch found;
      const std::string said = read_text(output_).value_or("");
      if (std::regex_search(said, found, std::regex("at http://localhost:([0-9]+)/ "))) {
        return found[1];
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return "";
  }

  const test::TemporaryFolder folder_;
  const fs::path site_ = folder_ / "site";
  const fs::path output_ = folder_ / "output";
};

TEST_F(ServeCommand, ServesUntilItIsInterrupted) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const pid_t child = start();
    const std::string at = port();
    const auto page = test::run("curl", "-sS http://localhost:" + at + "/");
    const auto other = test::run_program("serve " + site_.string() + " --port " + at);
    kill(child, signal);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(page.output, "the page\n") << page.errors;
    EXPECT_EQ(other.exit_code, 1);
    EXPECT_THAT(other.errors, HasSubstr("port " + at + " of 127.0.0.1: is taken"));
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
}

TEST_F(ServeCommand, EndsWhereItCannotSayItsAddress) {
  const auto run = test::run(
      "sh", "-c '" CHESTLENS_PROGRAM " serve " + site_.string() + " --port 0 > /dev/full'");
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors, HasSubstr("standard output"));
}

TEST_F(ServeCommand, RefusesWhatIsNoSite) {
  const auto run = test::run_program("serve " + folder_.path().string() + " --port 0");
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors, HasSubstr("has no index.html"));
  const auto host = test::run_program("serve " + site_.string() + " --port 0 --host 203.0.113.1");
  EXPECT_EQ(host.exit_code, 1);
  EXPECT_THAT(host.errors, HasSubstr("is that an address of this machine?"));
  EXPECT_EQ(test::run_program("serve --port 65536").exit_code, 2);
}

}  // namespace
}  // namespace chestlens
