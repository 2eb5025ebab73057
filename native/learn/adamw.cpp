#include "learn/adamw.hpp"

#include "learn/adamw_element.hpp"

// The widest registers that the processor has, chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CHESTLENS_WIDEST_REGISTERS \
  __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define CHESTLENS_WIDEST_REGISTERS
#endif

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
