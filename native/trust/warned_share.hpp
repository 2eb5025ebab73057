#pragma once

#include "bundle/session.hpp"
#include "io/reporter.hpp"
#include "trust/picture_kind.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>
#include <chestlens/trust.hpp>

#include <filesystem>
#include <optional>

namespace chestlens {

/// The share of pictures that a model is warned of, with its 95 % interval (Wilson).
/// Errors: those of depth_features and trust_scores.
Result<MeasuredMetric> warned_share(const OnnxSession& session, const Card& card,
                                    const TrustModel& model, const PictureKind& pictures,
                                    int threads, const Reporter& reporter = {});

/// The same of a bundle in a folder; none where it has no trust.bin. Errors: also those of
/// read_bundle and open_session.
Result<std::optional<MeasuredMetric>> warned_share(const std::filesystem::path& bundle,
                                                   const PictureKind& pictures, int threads,
                                                   const Reporter& reporter = {});

}  // namespace chestlens
