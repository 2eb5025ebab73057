#pragma once

#include <chestlens/error.hpp>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace chestlens {

/// Results that were worked on in parallel, given out in the order in which their jobs were taken.
/// No more than `ahead` jobs are between the two ends.
template <typename Done>
class OrderedQueue {
 public:
  explicit OrderedQueue(std::size_t ahead) : ahead_(ahead) {}

  /// Waits until one more job may be taken; false once the work is stopped.
  bool wait_for_room(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stop.stop_requested() || taken_ - given_ < ahead_; });
    return !stop.stop_requested();
  }
  std::size_t take() {
    const std::lock_guard lock(mutex_);
    return taken_++;
  }
  void give(std::size_t number, Done done) {
    const std::lock_guard lock(mutex_);
    done_.emplace(number, std::move(done));
    changed_.notify_all();
  }
  /// No job follows, and what was thrown is thrown by next().
  void end(std::exception_ptr thrown = nullptr) {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    if (thrown && !thrown_) thrown_ = thrown;
    changed_.notify_all();
  }
  void wake() {
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
  }
  /// The next result; nothing after the last one.
  std::optional<Done> next() {
    std::unique_lock lock(mutex_);
    changed_.wait(
        lock, [&] { return thrown_ || done_.contains(given_) || (ended_ && given_ == taken_); });
    if (thrown_) std::rethrow_exception(thrown_);
    const auto found = done_.find(given_);
    if (found == done_.end()) return std::nullopt;
    std::optional<Done> done(std::move(found->second));
    done_.erase(found);
    ++given_;
    changed_.notify_all();
    return done;
  }

 private:
  const std::size_t ahead_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::size_t, Done> done_;
  std::size_t taken_ = 0;
  std::size_t given_ = 0;
  bool ended_ = false;
  std::exception_ptr thrown_;
};

/// Calls work(job) on `threads` threads for every job that take(stop) gives, one call of take() at
/// a time, until it gives nothing; put(done) gets the results in that order, on this thread. Twice
/// as many jobs as threads are under way. An error of put() ends the work, and `stop` says so to a
/// take() that waits; what a call throws is thrown here.
template <typename Take, typename Work, typename Put>
Status ordered_pipeline(int threads, Take take, Work work, Put put) {
  using Done = decltype(work(*take(std::stop_token())));
  const auto workers = static_cast<std::size_t>(std::max(threads, 1));
  OrderedQueue<Done> queue(2 * workers);
  std::mutex taking;
  const auto work_on_one = [&](const std::stop_token& stop) {
    std::unique_lock lock(taking);
    if (!queue.wait_for_room(stop)) return false;
    auto job = take(stop);
    if (!job) return false;
    const std::size_t number = queue.take();
    lock.unlock();
    queue.give(number, work(*std::move(job)));
    return true;
  };
  std::stop_source stop;
  const auto run = [&] {
    try {
      while (work_on_one(stop.get_token())) {
      }
      queue.end();
    } catch (...) {
      queue.end(std::current_exception());
    }
  };
  std::vector<std::jthread> pool;
  const std::unique_ptr<std::stop_source, std::function<void(std::stop_source*)>> stop_first(
      &stop, [&](std::stop_source* source) {
        source->request_stop();
        queue.wake();
      });
  for (std::size_t i = 0; i < workers; ++i) pool.emplace_back(run);
  while (auto done = queue.next()) CHESTLENS_CHECK(put(*std::move(done)));
  return {};
}

}  // namespace chestlens
