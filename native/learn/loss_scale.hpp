#pragma once

#include <torch/types.h>

#include <vector>

namespace chestlens {

/// Dynamic loss scaling for fp16 (Micikevicius 2018), by the rule and the numbers of PyTorch's
/// GradScaler: the loss is multiplied by the scale and the gradients divided; where one is not
/// finite the step is skipped and the scale halved; after 2000 good steps in a row it is doubled.
struct LossScale {
  bool enabled = false;
  double scale = 65536.0;
  int good_steps = 0;  // in a row, since the scale last changed
};

/// Divides the gradients by the scale, in place. Returns whether all are finite. Waits for a GPU.
bool unscale(const LossScale& loss_scale, const std::vector<torch::Tensor>& gradients);

/// Changes the scale after a step with finite gradients, or one without.
void update(LossScale& loss_scale, bool finite);

/// Whether the scale has fallen so low that gradients overflow by themselves: training diverged.
bool is_exhausted(const LossScale& loss_scale);

}  // namespace chestlens
