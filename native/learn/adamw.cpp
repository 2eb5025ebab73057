#include "learn/adamw.hpp"

#include <algorithm>
#include <cmath>

// The widest registers that the processor has, chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CHESTLENS_WIDEST_REGISTERS \
  __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define CHESTLENS_WIDEST_REGISTERS
#endif

namespace chestlens {
namespace {

// A thread that is given less costs more than it saves.
constexpr std::size_t grain = 16'384;

CHESTLENS_WIDEST_REGISTERS
void update(const AdamwStep& step, std::size_t count, float* __restrict__ parameters,
            const float* __restrict__ gradients, float* __restrict__ first,
            float* __restrict__ second) {
  const AdamwStep s = step;
  for (std::size_t i = 0; i < count; ++i) {
    const float gradient = gradients[i];
    const float mean = s.kept_first * first[i] + s.new_first * gradient;
    const float square = s.kept_second * second[i] + s.new_second * gradient * gradient;
    first[i] = mean;
    second[i] = square;
    parameters[i] =
        s.kept * parameters[i] - s.rate * mean / (std::sqrt(square) * s.second_scale + s.epsilon);
  }
}

}  // namespace

void adamw_update(const AdamwStep& step, std::size_t count, float* parameters,
                  const float* gradients, float* first, float* second, int threads) {
  const std::size_t parts =
      std::min(static_cast<std::size_t>(std::max(threads, 1)), (count + grain - 1) / grain);
  if (parts <= 1) return update(step, count, parameters, gradients, first, second);
    // LibTorch's own threads: both ask one libgomp for them.
#pragma omp parallel for num_threads(static_cast <int>(parts))
  for (std::size_t part = 0; part < parts; ++part) {
    const std::size_t begin = count * part / parts;
    const std::size_t end = count * (part + 1) / parts;
    update(step, end - begin, parameters + begin, gradients + begin, first + begin, second + begin);
  }
}

}  // namespace chestlens
