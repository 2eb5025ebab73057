#include "learn/adamw.hpp"

#include "io/wide_registers.hpp"
#include "learn/adamw_element.hpp"

namespace chestlens {

CHESTLENS_WIDEST_REGISTERS
void adamw_update(const AdamwStep& step, std::size_t count, float* __restrict__ parameters,
                  const float* __restrict__ gradients, float* __restrict__ first,
                  float* __restrict__ second) {
  const AdamwStep s = step;
  for (std::size_t i = 0; i < count; ++i) {
    adamw_element(s, gradients[i], parameters[i], first[i], second[i]);
  }
}

}  // namespace chestlens
