#pragma once

#include <torch/types.h>

#include <vector>

namespace chestlens {

/// Dynamic loss scaling for fp16 (Micikevicius 2018), by the rule and the numbers of PyTorch's
/// GradScaler: the loss is multiplied by the scale and the gradients divided; where one is not
/// finite the step is skipped and the scale halved; after 2000 good steps in a row it is doubled.
struct LossScale {
  bool enabled = false;
  double scale = 65536.0;  // to begin with: from the first step on it is beside the gradients
  int good_steps = 0;      // in a row, since the scale last changed; the same

  /// The numbers where the gradients are, so that no step waits for a GPU.
  struct Numbers {
    torch::Tensor scale;       // [], float32; float64 on the CPU
    torch::Tensor good_steps;  // [], int32
    torch::Tensor overflowed;  // [], 1 where the last gradients were not all finite, else 0
  };
  Numbers numbers = {};
};

/// The scale on the device of the loss, [], by which it is multiplied; it stays in that memory.
const torch::Tensor& scale_on(LossScale& loss_scale, c10::Device device);

/// Divides the gradients by the scale, in place, finds out whether all are finite, and changes the
/// scale by that. Returns 1 on their device where the step is to be skipped, else 0, or nothing
/// where loss scaling is off. A GPU is not waited for.
torch::Tensor unscale(LossScale& loss_scale, const std::vector<torch::Tensor>& gradients);

/// The same loss scale with its present numbers in the struct itself. Waits for a GPU.
LossScale read(const LossScale& loss_scale);

/// Whether the scale has fallen so low that gradients overflow by themselves: training diverged.
/// Waits for a GPU.
bool is_exhausted(const LossScale& loss_scale);

}  // namespace chestlens
