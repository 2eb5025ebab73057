#pragma once

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <span>

namespace chestlens {

// Parts of a prediction by several bundles; combine() of prediction.hpp calls them.

/// Whether two bundles may be members of one ensemble: the same classes in the same order, and the
/// same part of the film in the network's square. Errors: mismatch, naming both bundles.
Status check_members(const Card& first, const Card& other);

/// One member's heat-map of a class, [h,w] of any size, and the member's weight (>= 0).
struct WeightedHeatmap {
  FloatImage heatmap;
  double weight = 1.0;
};

/// normalize(sum_m w_m resize(normalize(heatmap_m)) / sum_m w_m), where resize is bilinear to the
/// [h,w] of the member with the most pixels, and normalize scales to a maximum of 1.
/// Errors: invalid_argument for no member, an empty map, a value that is not finite or below 0,
/// negative or all-zero weights.
Result<FloatImage> ensemble_heatmap(std::span<const WeightedHeatmap> members);

}  // namespace chestlens
