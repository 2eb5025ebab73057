#pragma once

#include "bundle/runtime.hpp"
#include "embed/rows.hpp"
#include "io/reporter.hpp"
#include "trust/picture_kind.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <array>
#include <functional>

namespace chestlens {

/// The depths of a network that trust asks, the shallowest first.
inline constexpr std::array<const char*, 3> trust_outputs{"early", "middle", "features"};

/// The outputs of trust_outputs for some pictures, a row of each.
using DepthFeatures = std::array<Rows, trust_outputs.size()>;

/// Adds a batch's rows of an output [N,K].
void append(Rows& rows, const FloatTensor& output);

/// Runs a bundle's network on every picture of a kind, decoding on `threads` threads, and hands on
/// the outputs of each batch in turn: logits, features and depths. Errors: those of the pictures,
/// with the kind's name, and of the session.
Status run_pictures(const OnnxSession& session, const InputSpec& input, const PictureKind& kind,
                    int threads, const Reporter& reporter,
                    const std::function<void(const OnnxOutputs&)>& on_batch);

/// The depths of every picture of a kind. Errors: those of run_pictures.
Result<DepthFeatures> depth_features(const OnnxSession& session, const InputSpec& input,
                                     const PictureKind& kind, int threads,
                                     const Reporter& reporter = {});

}  // namespace chestlens
