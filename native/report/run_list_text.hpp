#pragma once

#include "report/list_runs.hpp"

#include <span>
#include <string>

namespace chestlens {

/// A table with a line per run, times in local time, and under it the reasons why runs are damaged.
std::string to_text(std::span<const FoundRun> runs);

/// The same for programs, at full precision and in UTC. What is not known is empty in CSV and null
/// in JSON.
std::string to_csv(std::span<const FoundRun> runs);
std::string to_json(std::span<const FoundRun> runs);

}  // namespace chestlens
