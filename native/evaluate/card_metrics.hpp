#pragma once

#include "evaluate/evaluation.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <filesystem>
#include <vector>

namespace chestlens {

/// A card's metrics with those of an evaluation in the place of older ones of the same films:
/// first, or last where the films are external, since a card opens with its own.
std::vector<MeasuredMetric> with_metrics(std::vector<MeasuredMetric> list,
                                         const Evaluation& evaluation);

/// Whether a card may take figures of external films. Errors: mismatch where its own are of another
/// model, with which they would be dropped.
Status check_own_figures(const Card& card);

/// Puts figures of external films into the card of a bundle's folder. Errors: those of read_bundle
/// and check_own_figures; io.
Status add_to_card(const std::filesystem::path& folder, const Evaluation& evaluation);

}  // namespace chestlens
