#pragma once

namespace chestlens {

/// What the optimizer uses at one step. Momentum is SGD's momentum and AdamW's beta1.
struct SchedulePoint {
  double learning_rate = 0.0;
  double momentum = 0.0;
};

/// One cycle (Smith 2018) in fastai's form: cosine from max/start_divisor up to max, then down to
/// max/final_divisor, while momentum goes the other way.
struct OneCycle {
  double max_learning_rate = 1e-3;
  double warm_up_share = 0.25;
  double start_divisor = 25.0;
  double final_divisor = 1e5;
  double momentum_high = 0.95;
  double momentum_low = 0.85;
};

/// The parameters of fastai v2 (fit_one_cycle) and of v1.
OneCycle one_cycle_v2(double max_learning_rate);
OneCycle one_cycle_v1(double max_learning_rate);

/// The schedule at `position` = finished steps / all steps of the stage, in [0,1].
SchedulePoint one_cycle_at(const OneCycle& cycle, double position);

}  // namespace chestlens
