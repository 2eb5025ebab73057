#include "report/timing.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>

namespace chestlens {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr int warm_ups = 2;  // the first allocates and chooses kernels

}  // namespace

double percentile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  const double place = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return std::lerp(values[below], values[above], place - static_cast<double>(below));
}

Result<Timing> time_repetitions(const std::function<Status()>& work, const TimingLimits& limits) {
  for (int i = 0; i < warm_ups; ++i) {
    CHESTLENS_CHECK(work());
  }
  std::vector<double> milliseconds;
  double total = 0.0;
  while (std::ssize(milliseconds) < limits.repetitions || total < 1000.0 * limits.seconds) {
    const auto start = Clock::now();
    CHESTLENS_CHECK(work());
    milliseconds.push_back(Milliseconds(Clock::now() - start).count());
    total += milliseconds.back();
  }
  return Timing{static_cast<int>(milliseconds.size()), percentile(milliseconds, 0.5),
                percentile(milliseconds, 0.95)};
}

}  // namespace chestlens
