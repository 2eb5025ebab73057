#include "train/schedule.hpp"

#include <cmath>
#include <numbers>

namespace chestlens {
namespace {

/// From `start` to `end` as position goes from 0 to 1 (fastai's SchedCos).
double cosine(double start, double end, double position) {
  return start + (1.0 + std::cos(std::numbers::pi * (1.0 - position))) * (end - start) / 2.0;
}

}  // namespace

OneCycle one_cycle_v2(double max_learning_rate) {
  return {.max_learning_rate = max_learning_rate};
}

OneCycle one_cycle_v1(double max_learning_rate) {
  return {.max_learning_rate = max_learning_rate, .warm_up_share = 0.3, .final_divisor = 25e4};
}

SchedulePoint one_cycle_at(const OneCycle& cycle, double position) {
  const double max = cycle.max_learning_rate;
  if (position < cycle.warm_up_share) {
    const double done = position / cycle.warm_up_share;
    return {cosine(max / cycle.start_divisor, max, done),
            cosine(cycle.momentum_high, cycle.momentum_low, done)};
  }
  const double done = (position - cycle.warm_up_share) / (1.0 - cycle.warm_up_share);
  return {cosine(max, max / cycle.final_divisor, done),
          cosine(cycle.momentum_low, cycle.momentum_high, done)};
}

}  // namespace chestlens
