#include "weights.hpp"

#include <chestlens/text.hpp>

#include <cmath>
#include <numeric>

namespace chestlens {

Result<double> sum_of_weights(std::span<const double> weights) {
  if (weights.empty()) return fail(ErrorCode::invalid_argument, "an ensemble of no members");
  for (std::size_t m = 0; m < weights.size(); ++m) {
    if (weights[m] >= 0.0 && std::isfinite(weights[m])) continue;
    return fail(ErrorCode::invalid_argument, "ensemble member " + std::to_string(m) +
                                                 " has weight " + describe_number(weights[m]) +
                                                 "; weights are 0 or more");
  }
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (sum > 0.0) return sum;
  return fail(ErrorCode::invalid_argument, "every weight of the ensemble is 0");
}

void weighted_mean(std::span<const float* const> rows, std::span<const double> weights,
                   double weight_sum, std::span<float> mean) {
  for (std::size_t c = 0; c < mean.size(); ++c) {
    double sum = 0.0;
    for (std::size_t m = 0; m < rows.size(); ++m) sum += weights[m] * rows[m][c];
    mean[c] = static_cast<float>(sum / weight_sum);
  }
}

}  // namespace chestlens
