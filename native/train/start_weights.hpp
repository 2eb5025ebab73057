#pragma once

#include "data/manifest.hpp"
#include "networks/classifier.hpp"
#include "recipe/recipe.hpp"
#include "train/began_with.hpp"
#include "train/options.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <optional>
#include <span>

namespace chestlens {

/// Gives a new classifier the weights that its recipe names, and says which; none where it names
/// none. With restore_norms its norms
/// become live, with the statistics of up to 1,024 training films, evenly chosen, at the first
/// stage's size, and the network's function stays the same. Errors: those of find_weights,
/// read_weights, load_pretrained, load_dataset and restore_norms.
Result<std::optional<BeganWith>> load_start_weights(const Classifier& classifier,
                                                    const Recipe& recipe, const Manifest& manifest,
                                                    std::span<const std::size_t> training_films,
                                                    const TrainOptions& options);

}  // namespace chestlens
