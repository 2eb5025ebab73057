#pragma once

#include "io/reporter.hpp"
#include "train/read_log.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// A run of an arm: one seed, and an epoch at the least.
struct ArmRun {
  std::filesystem::path folder;
  std::uint64_t seed = 0;
  std::vector<LoggedEpoch> log;
};

/// One of a study's ways of training, by runs that differ in their seed alone.
struct TrainingArm {
  std::string name;
  std::vector<ArmRun> runs;
};

/// The same, as a command line names it.
struct ArmFolders {
  std::string name;
  std::vector<std::filesystem::path> runs;
};

/// Reads the runs' logs. That runs were validated on other films is noted. Errors: those of
/// load_run and read_log; invalid_argument for no arm, an arm without runs, two arms of one name, a
/// run that counts twice; not_found before an epoch's end; mismatch where classes differ.
Result<std::vector<TrainingArm>> load_arms(std::span<const ArmFolders> arms,
                                           const Reporter& reporter = {});

}  // namespace chestlens
