#include "distributed/waiting.hpp"

#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

constexpr std::chrono::seconds first_word{2}, between_words{30};
constexpr std::chrono::milliseconds shortest_wait{1};

}  // namespace

Waiting::Waiting(const Placement& placement, std::chrono::milliseconds time,
                 std::function<void(const std::string&)> on_waiting)
    : placement_(placement),
      on_waiting_(std::move(on_waiting)),
      end_(Clock::now() + time),
      next_word_(Clock::now() + first_word) {}

std::chrono::milliseconds Waiting::left() const {
  const auto now = Clock::now();
  return now >= end_ ? std::chrono::milliseconds(0)
                     : std::chrono::ceil<std::chrono::milliseconds>(end_ - now);
}

std::chrono::milliseconds Waiting::until_next_word() const {
  const auto until = std::chrono::ceil<std::chrono::milliseconds>(next_word_ - Clock::now());
  return std::clamp(until, shortest_wait, std::max(left(), shortest_wait));
}

void Waiting::say_where_due(const std::vector<std::string>& missing_ranks) {
  if (Clock::now() < next_word_ || left() == std::chrono::milliseconds(0)) return;
  next_word_ = Clock::now() + between_words;
  if (!on_waiting_) return;
  on_waiting_(fmt::format("{}: waiting for rank{} {} at {}:{}", to_string(placement_),
                          missing_ranks.size() == 1 ? "" : "s", joined(missing_ranks),
                          placement_.host, placement_.port));
}

}  // namespace chestlens
