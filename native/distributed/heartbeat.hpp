#pragma once

#include "distributed/placement.hpp"

#include <chestlens/error.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace chestlens {

/// Signs of life through rank 0's store, while it lives: rank 0 hears all ranks, the others hear
/// rank 0. Calls on_lost once, on a thread of its own, when one is silent for too long. The store
/// must be there already.
class Heartbeat {
 public:
  Heartbeat(const Placement& placement, double silence_seconds,
            std::function<void(const Error&)> on_lost);
  ~Heartbeat();
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;

 private:
  using Clock = std::chrono::steady_clock;

  void beat(const std::stop_token& stop);
  void watch(const std::stop_token& stop);
  void pause(const std::stop_token& stop);

  const Placement placement_;
  const std::chrono::milliseconds silence_;
  const std::function<void(const Error&)> on_lost_;
  std::vector<int> watched_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<Clock::time_point> last_heard_;  // by position in watched_
  std::jthread watching_;                      // ends after the beating that may be stuck
  std::jthread beating_;
};

}  // namespace chestlens
