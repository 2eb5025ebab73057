#pragma once

#include <cstddef>

namespace chestlens {

/// The numbers of one step of AdamW (Loshchilov & Hutter 2019, algorithm 2).
struct AdamwStep {
  float kept = 1.0F;                                // of a parameter after its weight decay
  float kept_first = 0.9F, new_first = 0.1F;        // beta1 and 1 - beta1, which float would round
  float kept_second = 0.999F, new_second = 0.001F;  // beta2 and 1 - beta2
  float rate = 1e-3F;                               // learning rate over the first mean's bias
  float second_scale = 1.0F;                        // one over the root of the second mean's bias
  float epsilon = 1e-8F;
};

/// One step of `count` parameters on the CPU in a single pass over memory, which bounds its speed:
/// operation by operation it would be read and written nine times. The arrays do not overlap.
void adamw_update(const AdamwStep& step, std::size_t count, float* parameters,
                  const float* gradients, float* first, float* second);

}  // namespace chestlens
