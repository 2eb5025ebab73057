#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/trust.hpp>

#include <span>
#include <vector>

namespace chestlens {

/// A prepared film [H,W] in [0,1] in other ways: turned to the right, by half, to the left, and its
/// negative. Of a film that is unlike the others one of them may be like them.
std::vector<FloatImage> tried_ways(const FloatImage& film);

/// Each way's features by the model's depths, in the order of tried_ways().
using FeaturesOfWays = std::span<const std::vector<std::span<const float>>>;

/// nearest_surprise() by what assess_trust() says of each way. Errors: those of assess_trust;
/// mismatch for another number of ways.
Result<Surprise> surprise_of(const Trust& trust, const TrustModel& model, FeaturesOfWays ways);

}  // namespace chestlens
