#pragma once

#include <chestlens/error.hpp>

namespace chestlens {

struct Classifier;

/// Makes the weights those that a bundle in float16 stores, so that LibTorch computes the function
/// that is shipped: folds the batch norms that export folds, leaving norms that only shift, then
/// rounds each weight of two or more dimensions. The classifier must be on the CPU in float32.
/// Errors: those of lower_classifier; invalid_argument naming a weight beyond float16's 65,504.
Status round_to_float16(const Classifier& classifier, int size_pixels);

}  // namespace chestlens
