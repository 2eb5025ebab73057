#pragma once

#include "learn/step_draws.hpp"

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace chestlens {

/// The draws of one step after another, each made on a thread of its own while the step before it
/// is computed. One thread may call next().
class DrawsAhead {
 public:
  /// Draws the batches from `first` on, before `end`.
  DrawsAhead(std::function<StepDraws(std::int64_t batch)> draw, std::int64_t first,
             std::int64_t end);
  ~DrawsAhead();
  DrawsAhead(const DrawsAhead&) = delete;
  DrawsAhead& operator=(const DrawsAhead&) = delete;

  /// Those of the next batch; one must be left. Throws what the draw threw.
  StepDraws next();

 private:
  void work();

  const std::function<StepDraws(std::int64_t)> draw_;
  const std::int64_t end_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t batch_;
  std::optional<StepDraws> ready_;
  std::exception_ptr failure_;
  bool stopping_ = false;
  std::jthread worker_;
};

}  // namespace chestlens
