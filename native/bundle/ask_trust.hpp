#pragma once

#include "bundle/predictor.hpp"

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/trust.hpp>

#include <cstddef>
#include <optional>

namespace chestlens {

/// Whether a film of a member's batch is like those of training, by the batch's outputs; `image` is
/// the film as the network takes it, which is run again, turned and as a negative, where it is not.
/// A member without trust.bin cannot tell. Errors: those of assess_trust and of the session.
Result<Trust> ask_trust(const PredictorMember& member, const OnnxOutputs& outputs, std::size_t film,
                        std::size_t films, const FloatImage& image);

}  // namespace chestlens
