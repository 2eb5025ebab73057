#pragma once

#include "recipe/recipe.hpp"
#include "train/options.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// Whether all ranks were started with the same program, recipe, options and manifests; the first
/// thing that they exchange. Errors: mismatch on every rank, naming what differs and where.
Status check_same_start(const Recipe& recipe, const TrainOptions& options);

}  // namespace chestlens
