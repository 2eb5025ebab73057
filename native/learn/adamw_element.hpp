#pragma once

#include "learn/adamw.hpp"

#include <cmath>

// What nvcc compiles for the GPU too; inlined where the CPU's loop is compiled for wide registers.
#ifdef __CUDACC__
#define CHESTLENS_EVERYWHERE __host__ __device__ inline
#else
#define CHESTLENS_EVERYWHERE [[gnu::always_inline]] inline
#endif

namespace chestlens {

/// One step of one parameter: what the CPU's loop and the GPU's kernel have in common.
CHESTLENS_EVERYWHERE void adamw_element(const AdamwStep& step, float gradient, float& parameter,
                                        float& first, float& second) {
  const float mean = step.kept_first * first + step.new_first * gradient;
  const float square = step.kept_second * second + step.new_second * gradient * gradient;
  first = mean;
  second = square;
  parameter = step.kept * parameter -
              step.rate * mean / (std::sqrt(square) * step.second_scale + step.epsilon);
}

}  // namespace chestlens
