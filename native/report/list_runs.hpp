#pragma once

#include "train/run_history.hpp"

#include <chestlens/error.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// What a list says of a run.
struct ListedRun {
  std::string recipe;
  std::string network;
  int size_pixels = 0;
  int epochs_done = 0;
  int epochs_planned = 0;
  KeepBest metric = KeepBest::macro_f1;
  int best_epoch = 0;  // from 1; 0 before the first one's end
  double best_value = 0.0;
  RunState state = RunState::stopped;
};

/// A folder that holds a run, or what is left of one.
struct FoundRun {
  std::filesystem::path folder;
  std::string name;                             // the folder as it lies below the one searched
  std::chrono::system_clock::time_point saved;  // the latest of its files
  Result<ListedRun> run;                        // an error where it is damaged
};

/// The runs of a folder and of those below it, down to eight floors, in the order of their names. A
/// run's own folders are not searched: its pretraining is a part of it. Errors: not_found where
/// there is no such folder.
Result<std::vector<FoundRun>> find_runs(const std::filesystem::path& folder);

enum class RunOrder : std::uint8_t { name, score, date };

/// By score: runs that are kept by the same metric stand together, the best first, those without an
/// epoch last. By date: the latest first. What is damaged comes after all others.
void sort_runs(std::vector<FoundRun>& runs, RunOrder order);

}  // namespace chestlens
