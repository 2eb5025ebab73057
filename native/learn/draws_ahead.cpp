#include "learn/draws_ahead.hpp"

#include "learn/one_thread.hpp"

#include <utility>

namespace chestlens {

DrawsAhead::DrawsAhead(std::function<StepDraws(std::int64_t)> draw, std::int64_t first,
                       std::int64_t end)
    : draw_(std::move(draw)), end_(end), batch_(first), worker_([this] { work(); }) {}

DrawsAhead::~DrawsAhead() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

StepDraws DrawsAhead::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return failure_ || ready_; });
  if (failure_) std::rethrow_exception(failure_);
  StepDraws draws = std::move(*ready_);
  ready_.reset();
  lock.unlock();
  changed_.notify_all();
  return draws;
}

void DrawsAhead::work() {
  compute_on_one_thread();
  std::unique_lock lock(mutex_);
  for (; batch_ < end_; ++batch_) {
    changed_.wait(lock, [this] { return stopping_ || !ready_; });
    if (stopping_) return;
    lock.unlock();
    std::optional<StepDraws> draws;
    std::exception_ptr failure;
    try {
      draws = draw_(batch_);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    ready_ = std::move(draws);
    failure_ = failure;
    changed_.notify_all();
    if (failure) return;
  }
}

}  // namespace chestlens
