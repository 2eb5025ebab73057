#pragma once

#include "data/manifest.hpp"
#include "data/split.hpp"
#include "io/reporter.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

namespace chestlens {

/// The split that made a bundle of an earlier version, which does not say which films it saw: drawn
/// again by its recipe. Errors: those of parse_recipe and make_split; mismatch where the films that
/// it would be trained and validated on are not, source by source, as many as its card says.
Result<Split> redraw_split(const Card& card, const Manifest& manifest,
                           const Reporter& reporter = {});

}  // namespace chestlens
