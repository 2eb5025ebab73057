#pragma once

#include "train/read_log.hpp"
#include "train/run_folder.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens {

enum class RunState : std::uint8_t { running, stopped, finished };
std::string_view to_string(RunState state);

/// How far a run is, as its files say.
struct RunHistory {
  std::vector<LoggedEpoch> log;
  int epochs_done = 0;
  int epochs_planned = 0;  // a stage that ends early takes fewer
  RunState state = RunState::stopped;
  /// What made the run, as run.json has it: names and values, "version", "chestlens 1.2".
  std::vector<std::pair<std::string, std::string>> record = {};

  /// The epoch whose weights are kept; nothing before the first one's end.
  std::optional<LoggedEpoch> best() const;
};

/// Reads log, run.json and the checkpoint's header, not its weights; a run is running while a
/// process holds its folder's lock. Errors: io, and corrupt where
/// one of them is damaged.
Result<RunHistory> run_history(const Run& run);

}  // namespace chestlens
