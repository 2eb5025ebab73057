#pragma once

#include "learn/group_terms.hpp"

#include <c10/core/Device.h>
#include <torch/types.h>

namespace chestlens {

/// How a run computes, the same for all of its epochs.
struct Computing {
  c10::Device device;
  torch::ScalarType type = torch::kFloat32;  // or what autocast computes in
  torch::Tensor class_weights = {};          // [C] on the device, or undefined
  GroupTerms groups = {};                    // those of the learner
  int rank = 0;                              // among the processes that share each step's films
  int ranks = 1;
};

}  // namespace chestlens
