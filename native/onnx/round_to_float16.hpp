#pragma once

#include <chestlens/error.hpp>

namespace chestlens {

struct Classifier;

/// Makes the weights what a bundle stored in float16 will hold, so that LibTorch computes the very
/// function that is shipped and the certificate is of it: the batch norms that export folds are
/// folded here, leaving a norm that only shifts; then every weight of two or more dimensions is
/// rounded to float16. Biases, shifts and other norms stay float32. Changes the classifier, which
/// must be on the CPU in float32. Errors: those of lower_classifier; invalid_argument naming a
/// weight beyond float16's 65,504.
Status round_to_float16(const Classifier& classifier, int size_pixels);

}  // namespace chestlens
