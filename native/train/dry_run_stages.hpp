#pragma once

#include "learn/computing.hpp"
#include "learn/learner.hpp"
#include "recipe/recipe.hpp"
#include "train/options.hpp"
#include "train/run_films.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// Says each stage with its steps, then memory, disk and an estimate of the time, for which the
/// learner trains on a few batches of noise. Errors: those of measure_stage().
Status say_stages(const Recipe& recipe, const RunFilms& films, Learner& learner,
                  const Computing& computing, const TrainOptions& options);

}  // namespace chestlens
