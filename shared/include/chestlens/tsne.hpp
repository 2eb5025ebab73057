#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace chestlens {

// What making a map and placing one film on it share.

/// A place on a map; its unit means nothing.
struct MapPoint {
  float x = 0.0F;
  float y = 0.0F;
};

/// p_j|i of a point's neighbours, of sum 1, by a Gaussian of the width that gives the wanted
/// perplexity, which is their number where they are too few or too alike for it (van der Maaten &
/// Hinton 2008, section 3.1). Squared distances rise, [k].
std::vector<float> conditional_affinities(std::span<const float> squared_distances,
                                          double perplexity);

}  // namespace chestlens
