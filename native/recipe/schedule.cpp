#include "recipe/schedule.hpp"

#include <cmath>
#include <numbers>

namespace chestlens {
namespace {

constexpr double momentum_high = 0.95;
constexpr double momentum_low = 0.85;

/// From `start` to `end` as position goes from 0 to 1 (fastai's SchedCos).
double cosine(double start, double end, double position) {
  return start + (1.0 + std::cos(std::numbers::pi * (1.0 - position))) * (end - start) / 2.0;
}

SchedulePoint one_cycle_at(const Schedule& schedule, double position) {
  if (position < schedule.warm_up_share) {
    const double done = position / schedule.warm_up_share;
    return {cosine(1.0 / schedule.start_divisor, 1.0, done),
            cosine(momentum_high, momentum_low, done)};
  }
  const double done = (position - schedule.warm_up_share) / (1.0 - schedule.warm_up_share);
  return {cosine(1.0, 1.0 / schedule.final_divisor, done),
          cosine(momentum_low, momentum_high, done)};
}

SchedulePoint after_warm_up(const Schedule& schedule, double momentum, double position) {
  if (position < schedule.linear_warm_up_share) {
    const double start = 1.0 / schedule.start_divisor;
    return {start + (1.0 - start) * position / schedule.linear_warm_up_share, momentum};
  }
  if (schedule.kind == ScheduleKind::constant) return {1.0, momentum};
  const double done =
      (position - schedule.linear_warm_up_share) / (1.0 - schedule.linear_warm_up_share);
  return {cosine(1.0, 0.0, done), momentum};
}

}  // namespace

Schedule one_cycle_v1() {
  return {.warm_up_share = 0.3, .final_divisor = 25e4};
}

SchedulePoint schedule_at(const Schedule& schedule, double momentum, double position) {
  return schedule.kind == ScheduleKind::one_cycle ? one_cycle_at(schedule, position)
                                                  : after_warm_up(schedule, momentum, position);
}

std::vector<double> group_rates(const RateSlice& slice, std::size_t groups) {
  std::vector<double> rates(groups, slice.geometric ? slice.high : slice.low);
  if (groups == 0) return rates;
  const double ratio = slice.high / slice.low;
  for (std::size_t group = 0; slice.geometric && group + 1 < groups; ++group) {
    rates[group] =
        slice.low * std::pow(ratio, static_cast<double>(group) / static_cast<double>(groups - 1));
  }
  rates.back() = slice.high;
  return rates;
}

}  // namespace chestlens
