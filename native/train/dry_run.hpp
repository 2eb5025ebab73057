#pragma once

#include "recipe/recipe.hpp"
#include "train/options.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// Says by options.reporter what train() would do: network, films by class and part, stages with
/// their steps, memory, disk, and an estimate of the time from a few batches of noise. Writes
/// nothing. Errors: those that train() would have before its first epoch, but for films that cannot
/// be decoded.
Status dry_run(const Recipe& recipe, const TrainOptions& options);

}  // namespace chestlens
