#include "distributed/heartbeat.hpp"

#include "distributed/store_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace chestlens {
namespace {

constexpr std::chrono::milliseconds longest_interval{1000};

std::string key_of(int rank) {
  return "heartbeat/" + std::to_string(rank);
}

}  // namespace

Heartbeat::Heartbeat(const Placement& placement, double silence_seconds,
                     std::function<void(const Error&)> on_lost)
    : placement_(placement),
      silence_(std::llround(silence_seconds * 1000.0)),
      on_lost_(std::move(on_lost)) {
  watched_.push_back(0);
  if (placement.rank == 0) {
    watched_.clear();
    for (int rank = 1; rank < placement.ranks; ++rank) watched_.push_back(rank);
  }
  last_heard_.assign(watched_.size(), Clock::now());
  watching_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
  beating_ = std::jthread([this](const std::stop_token& stop) { beat(stop); });
}

Heartbeat::~Heartbeat() = default;

void Heartbeat::pause(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, std::min(silence_ / 8, longest_interval), [] { return false; });
}

/// A store that fails is rank 0's silence, which watch() reports: the thread that
/// trains has until then to report by itself what it lost.
void Heartbeat::beat(const std::stop_token& stop) {
  try {
    c10d::TCPStore store(placement_.host, store_options(placement_.port, silence_));
    std::vector<std::int64_t> counts(watched_.size(), 0);
    while (!stop.stop_requested()) {
      store.add(key_of(placement_.rank), 1);
      for (std::size_t i = 0; i < watched_.size(); ++i) {
        const std::int64_t count = store.add(key_of(watched_[i]), 0);
        if (count == std::exchange(counts[i], count)) continue;
        const std::lock_guard lock(mutex_);
        last_heard_[i] = Clock::now();
      }
      pause(stop);
    }
  } catch (const std::exception&) {
    return;
  }
}

void Heartbeat::watch(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pause(stop);
    std::optional<int> silent;
    {
      const std::lock_guard lock(mutex_);
      for (std::size_t i = 0; i < watched_.size(); ++i) {
        if (Clock::now() - last_heard_[i] > silence_) silent = watched_[i];
      }
    }
    if (!silent || stop.stop_requested()) continue;
    on_lost_(
        {ErrorCode::runtime,
         fmt::format(
             "rank {} gave no sign of life for {} s: it hangs or has stopped, or its machine or "
             "the network is down; its own output may say why. --resume goes on from the last "
             "checkpoint",
             *silent, silence_.count() / 1000),
         to_string(placement_)});
    return;
  }
}

}  // namespace chestlens
