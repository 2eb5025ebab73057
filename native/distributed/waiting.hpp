#pragma once

#include "distributed/placement.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace chestlens {

/// The time in which all ranks must come, and what is said meanwhile: after two seconds, and then
/// every 30. Refers to `placement`.
class Waiting {
 public:
  Waiting(const Placement& placement, std::chrono::milliseconds time,
          std::function<void(const std::string&)> on_waiting);

  std::chrono::milliseconds left() const;

  /// Until the next word is due, or the end; at least a millisecond.
  std::chrono::milliseconds until_next_word() const;

  void say_where_due(const std::vector<std::string>& missing_ranks);

 private:
  using Clock = std::chrono::steady_clock;

  const Placement& placement_;
  const std::function<void(const std::string&)> on_waiting_;
  const Clock::time_point end_;
  Clock::time_point next_word_;
};

}  // namespace chestlens
