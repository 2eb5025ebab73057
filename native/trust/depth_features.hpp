#pragma once

#include "bundle/runtime.hpp"
#include "embed/rows.hpp"
#include "io/reporter.hpp"
#include "trust/picture_kind.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <array>

namespace chestlens {

/// The depths of a network that trust asks, the shallowest first.
inline constexpr std::array<const char*, 3> trust_outputs{"early", "middle", "features"};

/// The outputs of trust_outputs for some pictures, a row of each.
using DepthFeatures = std::array<Rows, trust_outputs.size()>;

/// Runs a bundle's network on every picture of a kind, decoding on `threads` threads. Errors: those
/// of the pictures, with the kind's name, and of the session.
Result<DepthFeatures> depth_features(const OnnxSession& session, const InputSpec& input,
                                     const PictureKind& kind, int threads,
                                     const Reporter& reporter = {});

}  // namespace chestlens
