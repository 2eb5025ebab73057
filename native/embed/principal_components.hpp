#pragma once

#include "embed/rows.hpp"

#include <cstddef>
#include <vector>

namespace chestlens {

/// Axes of the largest variance of rows (Pearson 1901), the largest first.
struct PrincipalComponents {
  std::vector<float> mean;       // [K]
  Rows axes;                     // [D,K], orthonormal; the largest number of each is positive
  std::vector<float> variances;  // [D], over N - 1
  double all_variance = 0.0;     // of all K

  /// Of all variance, the share that the axes hold; 1 where there is none.
  double share() const;
};

/// At most `components` of rows [N,K], no more than N - 1 or K: eigenvectors of their covariance by
/// subspace iteration with Rayleigh-Ritz (Rutishauser 1969), begun by the seed, until what they
/// hold grows by less than 1e-6 of itself. N is 2 or more.
PrincipalComponents principal_components(const Rows& rows, std::size_t components, int threads);

/// axes (row - mean) of each row: [N,D].
Rows project(const Rows& rows, const PrincipalComponents& components, int threads);

}  // namespace chestlens
