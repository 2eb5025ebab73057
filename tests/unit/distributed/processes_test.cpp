#include "distributed/ranks.hpp"
#include "distributed/training.hpp"
#include "io/atomic_file.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "weights/module_weights.hpp"
#include "weights/tensor_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

using Clock = std::chrono::steady_clock;

/// Ranks as processes of their own, placed as torchrun would.
class Processes : public testing::Test {
 protected:
  void SetUp() override {
    if (!test::has_groups()) GTEST_SKIP() << "LibTorch has no process groups";
  }
  ~Processes() override {
    for (const pid_t process : processes_) {
      if (process > 0) ::kill(process, SIGKILL), ::waitpid(process, nullptr, 0);
    }
  }

  void start(int ranks, const std::string& arguments = "") {
    start_each(ranks, [&](int rank) { return weights(rank).string() + arguments; });
  }
  void start_each(int ranks, const std::function<std::string(int)>& arguments_of) {
    const std::uint16_t port = test::free_port();
    for (int rank = 0; rank < ranks; ++rank) {
      const std::string name = std::to_string(rank);
      const std::string command = "RANK=" + name + " LOCAL_RANK=" + name +
                                  " WORLD_SIZE=" + std::to_string(ranks) +
                                  " MASTER_ADDR=127.0.0.1 MASTER_PORT=" + std::to_string(port) +
                                  " exec " CHESTLENS_RANK_PROGRAM " " + arguments_of(rank) +
                                  " > /dev/null 2> " + errors(rank).string();
      const pid_t process = ::fork();
      if (process == 0) {
        ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
        std::_Exit(127);
      }
      processes_.push_back(process);
    }
  }

  /// The exit code, or minus the signal.
  int wait_for(int rank) {
    int status = 0;
    ::waitpid(processes_[static_cast<std::size_t>(rank)], &status, 0);
    processes_[static_cast<std::size_t>(rank)] = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  int go_on(const std::string& run, int batches, int signal);

  std::filesystem::path weights(int rank) const { return folder_ / ("w" + std::to_string(rank)); }
  std::filesystem::path errors(int rank) const { return folder_ / ("e" + std::to_string(rank)); }
  std::string words_of(int rank) const { return read_text(errors(rank)).value_or(""); }

  test::TemporaryFolder folder_;
  std::vector<pid_t> processes_;
};

TEST_F(Processes, TwoRanksTrainLikeOneWithTheDoubledBatch) {
  start(2);
  auto alone = test::make_independent_network(0);
  test::must(test::train_steps(alone, nullptr));
  const auto expected = weights_of(*alone.module);
  for (int rank = 0; rank < 2; ++rank) {
    ASSERT_EQ(wait_for(rank), 0) << words_of(rank);
    const auto trained = read_tensor_file(weights(rank)).value();
    ASSERT_EQ(trained.tensors.size(), expected.size());
    for (const auto& [name, tensor] : expected) {
      const auto difference = (trained.tensors.at(name) - tensor).abs().max().item<float>();
      EXPECT_LT(difference, 1e-5F) << name;
    }
  }
  const auto start_weights = weights_of(*test::make_independent_network(0).module);
  EXPECT_GT((expected.at("head.linear.weight") - start_weights.at("head.linear.weight"))
                .abs()
                .max()
                .item<float>(),
            0.05F)
      << "20 steps go somewhere";
}

TEST_F(Processes, TheTrainerOnTwoRanksEqualsOneProcessWithTheDoubledBatch) {
  const auto data = folder_ / "films";
  test::write_film_folder(data, {"a", "b", "c"}, 18);
  start_each(
      2, [&](int) { return "trainer " + data.string() + " " + (folder_ / "together").string(); });
  at::set_num_threads(1);
  test::must(test::train_by_recipe(data, folder_ / "alone", test::global_batch, solo_group()));
  for (int rank = 0; rank < 2; ++rank) ASSERT_EQ(wait_for(rank), 0) << words_of(rank);

  const auto alone = read_tensor_file(folder_ / "alone/last.safetensors").value().tensors;
  const auto together = read_tensor_file(folder_ / "together/last.safetensors").value().tensors;
  const auto start = weights_of(*test::make_independent_network(7, 32).module);
  double moved = 0.0;
  for (const auto& [name, tensor] : start) {
    const auto& expected = alone.at("model/" + name);
    const auto difference = (together.at("model/" + name) - expected).abs().max().item<double>();
    EXPECT_LT(difference, 1e-5) << name;
    moved = std::max(moved, (expected - tensor).abs().max().item<double>());
  }
  EXPECT_GT(moved, 0.02) << "24 steps go somewhere";
}

/// Two ranks that train on until rank 0 has seen `batches`; how it ended.
int Processes::go_on(const std::string& run, int batches, int signal) {
  processes_.clear();
  start_each(2, [&](int) {
    return "goes-on " + (folder_ / "films").string() + " " + (folder_ / run).string() + " " +
           std::to_string(batches) + " " + std::to_string(signal);
  });
  const int code = wait_for(0);
  wait_for(1);
  return code;
}

// Each rank's norms have seen other films, and its loss is of these.
TEST_F(Processes, TwoRanksStoppedWithinEpochsResumeToTheSameBits) {
  test::write_film_folder(folder_ / "films", {"a", "b", "c"}, 24);
  ASSERT_EQ(go_on("whole", 1000, 0), 0) << words_of(0) << words_of(1);
  for (const int signal : {0, SIGKILL}) {
    const std::string run = signal == 0 ? "stopped" : "killed";
    const int expected = signal == 0 ? 4 : -SIGKILL;
    int pieces = 0;
    for (int code = expected; code == expected && pieces < 20; ++pieces) {
      code = go_on(run, 4, signal);
      if (code == 0) break;
      ASSERT_EQ(code, expected) << words_of(0) << words_of(1);
    }
    EXPECT_GE(pieces, 2);
    for (const char* file : {"last.safetensors", "best.safetensors", "log.jsonl"}) {
      EXPECT_EQ(read_text(folder_ / ("whole/" + std::string(file))).value(),
                read_text(folder_ / (run + "/" + file)).value())
          << run << " " << file;
    }
  }
}

TEST_F(Processes, AKilledRankStopsTheOthersWithAnError) {
  for (const int killed : {0, 2}) {
    start(3, " " + std::to_string(SIGKILL) + " " + std::to_string(killed));
    ASSERT_EQ(wait_for(killed), -SIGKILL);
    const auto died = Clock::now();
    for (const int rank : {0, 1, 2}) {
      if (rank == killed) continue;
      const int code = wait_for(rank);
      EXPECT_TRUE(code == 1 || code == 3) << code;
      EXPECT_THAT(words_of(rank), HasSubstr("rank " + std::to_string(rank) + " of 3: "));
      EXPECT_THAT(words_of(rank), HasSubstr("--resume"));
    }
    EXPECT_LT(Clock::now() - died, std::chrono::seconds(10));
    processes_.clear();
  }
}

TEST_F(Processes, ARankThatHangsStopsTheOthersToo) {
  start(2, " " + std::to_string(SIGSTOP) + " 1");
  const auto code = wait_for(0);
  EXPECT_EQ(code, 3);
  EXPECT_THAT(words_of(0), HasSubstr("rank 1 gave no sign of life for 2 s"));
}

}  // namespace
}  // namespace chestlens
