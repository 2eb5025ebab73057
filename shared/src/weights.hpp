#pragma once

#include <chestlens/error.hpp>

#include <span>

namespace chestlens {

/// The sum of an ensemble's weights. Errors: invalid_argument for none, for a weight that is
/// negative or not finite, and for weights that are all 0.
Result<double> sum_of_weights(std::span<const double> weights);

/// The one weighted mean of probabilities: mean[c] = sum_m weights[m] * rows[m][c] / weight_sum, in
/// double, then float32. `rows` [M] point at [C] values each; allocates nothing, checks nothing.
void weighted_mean(std::span<const float* const> rows, std::span<const double> weights,
                   double weight_sum, std::span<float> mean);

}  // namespace chestlens
