#include "distributed/free_port.hpp"
#include "support/must.hpp"
#include "support/program.hpp"
#include "support/short_training.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

/// `chestlens train` in two processes, placed as torchrun would.
class Ranks : public testing::Test {
 protected:
  Ranks() { test::make_short_training(folder_, 2); }

  std::string command(int rank, const std::string& arguments) const {
    const std::string number = std::to_string(rank);
    return "RANK=" + number + " LOCAL_RANK=" + number +
           " WORLD_SIZE=2 LOCAL_WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=" +
           std::to_string(port_) + " XDG_CACHE_HOME=" + std::string(folder_ / "cache") +
           " " CHESTLENS_PROGRAM " train --device cpu --threads 1 --recipe " +
           std::string(folder_ / "short.toml") + " --data " + std::string(folder_ / "films") +
           " --run " + std::string(folder_ / "run") + arguments + " > " + output(rank) + " 2> " +
           errors(rank);
  }
  /// The exit codes of both ranks.
  std::pair<int, int> run_both(const std::string& second_arguments = {}) const {
    const std::string script = command(1, second_arguments) + " & other=$!; " + command(0, "") +
                               "; first=$?; wait $other; second=$?; echo $first $second > " +
                               std::string(folder_ / "codes");
    EXPECT_EQ(std::system(script.c_str()), 0);
    std::pair<int, int> codes{-1, -1};
    std::sscanf(read_text(folder_ / "codes").value().c_str(), "%d %d", &codes.first, &codes.second);
    return codes;
  }
  std::string output(int rank) const { return folder_ / ("output" + std::to_string(rank)); }
  std::string errors(int rank) const { return folder_ / ("errors" + std::to_string(rank)); }

  const test::TemporaryFolder folder_;
  const std::uint16_t port_ = test::free_port();
};

TEST_F(Ranks, TrainTogetherAndOneOfThemSpeaksAndWrites) {
  const auto [first, second] = run_both();
  if (read_text(errors(0)).value().find("without torch.distributed") != std::string::npos) {
    GTEST_SKIP() << "LibTorch has no process groups";
  }
  EXPECT_EQ(first, 0) << read_text(errors(0)).value();
  EXPECT_EQ(second, 0) << read_text(errors(1)).value();
  EXPECT_THAT(read_text(output(0)).value(), HasSubstr("of 2 was best"));
  EXPECT_THAT(read_text(output(1)).value(), Not(HasSubstr("was best")));
  EXPECT_EQ(read_text(errors(1)).value(), "");
  const std::string log = read_text(folder_ / "run" / "log.jsonl").value();
  EXPECT_EQ(std::ranges::count(log, '\n'), 2);
  EXPECT_TRUE(fs::exists(folder_ / "run" / "best.safetensors"));
}

// The launcher itself, where python3-torch brings it: Debian 13's can start nothing. Python 3.11
// wants its outputs redirected.
TEST_F(Ranks, AreStartedByTorchrun) {
  if (std::system(CHESTLENS_PYTHON " -c 'import torch.distributed.run' 2> /dev/null") != 0) {
    GTEST_SKIP() << "python3-torch is not installed";
  }
  const std::string launched =
      "cd " + std::string(folder_ / "") +
      " && XDG_CACHE_HOME=cache " CHESTLENS_PYTHON
      " -m torch.distributed.run --nproc_per_node 2 --master_addr 127.0.0.1 --master_port " +
      std::to_string(port_) +
      " --log_dir log -r 1 -t 1 --no_python " CHESTLENS_PROGRAM
      " train --device cpu --threads 1 --recipe short.toml --data films --run run"
      " > output0 2> errors0";
  const int status = std::system(launched.c_str());
  if (read_text(errors(0)).value().find("without libuv support") != std::string::npos) {
    GTEST_SKIP() << "this torchrun is built without libuv, which it asks for";
  }
  if (read_text(errors(0)).value().find("without torch.distributed") != std::string::npos) {
    GTEST_SKIP() << "LibTorch has no process groups";
  }
  EXPECT_EQ(status, 0) << read_text(errors(0)).value();
  EXPECT_THAT(read_text(output(0)).value(), HasSubstr("of 2 was best"));
  EXPECT_EQ(std::ranges::count(read_text(folder_ / "run/log.jsonl").value(), '\n'), 2);
}

// Batches are counted by each process: a run of two is none of one, but at an epoch's end.
TEST_F(Ranks, ARunGoesOnWithAsManyAsItBegan) {
  const auto [first, second] = run_both();
  if (first != 0) GTEST_SKIP() << "LibTorch has no process groups";
  const std::string resume =
      "train --resume --device cpu --threads 1 --run " + std::string(folder_ / "run");
  const auto alone = test::run_program(resume);
  EXPECT_EQ(alone.exit_code, 1);
  EXPECT_THAT(alone.errors, HasSubstr("another number of processes: 2 then, 1 now"));
  const auto allowed = test::run_program(resume + " --allow-changes");
  EXPECT_EQ(allowed.exit_code, 0) << allowed.errors;
}

TEST_F(Ranks, OneThatWasStartedOtherwiseStopsBoth) {
  const auto [first, second] = run_both(" --epochs-scale 0.5 --seed 9");
  if (read_text(errors(0)).value().find("without torch.distributed") != std::string::npos) {
    GTEST_SKIP() << "LibTorch has no process groups";
  }
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 1);
  for (const int rank : {0, 1}) {
    EXPECT_THAT(
        read_text(errors(rank)).value(),
        HasSubstr("rank " + std::to_string(rank) + " of 2: not rank 0's: --seed of rank 1"));
    EXPECT_THAT(read_text(errors(rank)).value(), HasSubstr("--epochs-scale of rank 1"));
  }
  EXPECT_FALSE(fs::exists(folder_ / "run"));
}

// As sbatch --ntasks=4 starts a script.
TEST_F(Ranks, AJobOfSeveralTasksIsToldOfSrun) {
  const auto alone = std::system(
      ("SLURM_PROCID=0 SLURM_NTASKS=4 SLURM_LOCALID=0 " CHESTLENS_PROGRAM " train --recipe " +
       std::string(folder_ / "short.toml") + " --data " + std::string(folder_ / "films") +
       " --run " + std::string(folder_ / "run") + " 2> " + errors(0))
          .c_str());
  EXPECT_NE(alone, 0);
  EXPECT_THAT(read_text(errors(0)).value(), HasSubstr("srun chestlens train"));
}

}  // namespace
}  // namespace chestlens
