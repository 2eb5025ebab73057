#pragma once

#include <chestlens/error.hpp>

#include <span>

namespace chestlens {

/// The sum of an ensemble's weights. Errors: invalid_argument for none, for a weight that is
/// negative or not finite, and for weights that are all 0.
Result<double> sum_of_weights(std::span<const double> weights);

}  // namespace chestlens
