#pragma once

#include "embed/rows.hpp"

#include <vector>

namespace chestlens {

/// The mean of each column of rows [N,K], summed in float64.
std::vector<float> mean_of(const Rows& rows);

/// The covariance [K,K] of rows [N,K] whose mean is given, over N - 1.
Rows covariance(const Rows& rows, const std::vector<float>& mean, int threads);

}  // namespace chestlens
