#pragma once

#include "bundle/session.hpp"
#include "evaluate/bundle_films.hpp"
#include "io/reporter.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <torch/types.h>

#include <cstddef>
#include <span>
#include <vector>

namespace chestlens {

/// Features are kept of so many films at most, evenly spaced: enough for a probe, and little
/// memory.
inline constexpr std::size_t most_feature_films = 6'000;

/// So many of `count` places at most, evenly spaced from 0 on.
std::vector<std::size_t> evenly_spaced(std::size_t count, std::size_t most);

struct BundleOutputs {
  std::vector<float> logits;               // [N,C]
  torch::Tensor features;                  // float32 [M,K]
  std::vector<std::size_t> feature_films;  // their places among the N films, [M]
};

/// A bundle's outputs for the films data.manifest.films[films[i]], at least one. Films that take
/// more than at_hand.most_bytes are prepared in parts, without the cache. Errors: those of
/// load_dataset and OnnxSession.
Result<BundleOutputs> run_films(const OnnxSession& session, const Card& card, const RunData& data,
                                std::span<const std::size_t> films, const FilmsAtHand& at_hand,
                                const Reporter& reporter = {});

}  // namespace chestlens
