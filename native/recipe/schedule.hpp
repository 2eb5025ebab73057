#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace chestlens {

/// What the optimizer uses at one step.
struct SchedulePoint {
  double rate_share = 1.0;  // of each layer group's highest learning rate
  double momentum = 0.9;    // SGD's momentum, AdamW's beta1
};

enum class ScheduleKind : std::uint8_t { one_cycle, cosine, constant };

/// How learning rate and momentum move over a stage. One cycle (Smith 2018) in fastai's form: a
/// cosine from max/start_divisor up to max, then down to max/final_divisor, while momentum goes
/// from 0.95 to 0.85 and back. Cosine (Loshchilov & Hutter 2017) falls from max to 0. Cosine
/// and constant may begin with a linear warm-up (Goyal et al. 2017) from max/start_divisor, step by
/// step. The defaults are those of fastai v2's fit_one_cycle.
struct Schedule {
  ScheduleKind kind = ScheduleKind::one_cycle;
  double warm_up_share = 0.25;        // of the steps, of one cycle
  double linear_warm_up_share = 0.0;  // of the steps, of the others
  double start_divisor = 25.0;
  double final_divisor = 1e5;
};

/// One cycle as fastai v1 has it.
Schedule one_cycle_v1();

/// The schedule at `position` = finished steps / all steps of the stage, in [0,1]. `momentum` is
/// used where the schedule does not move it.
SchedulePoint schedule_at(const Schedule& schedule, double momentum, double position);

/// Highest learning rates over a network's layer groups, the input's first (fastai's slice).
struct RateSlice {
  double low = 1e-3;
  double high = 1e-3;     // the head's
  bool geometric = true;  // between the two; otherwise every group but the head has the low one
};

/// The rate of each of `groups` groups.
std::vector<double> group_rates(const RateSlice& slice, std::size_t groups);

}  // namespace chestlens
