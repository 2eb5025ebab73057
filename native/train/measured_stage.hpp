#pragma once

#include "learn/computing.hpp"
#include "learn/learner.hpp"
#include "recipe/recipe.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// Seconds that a film takes, in training and in validation.
struct FilmSeconds {
  double training = 0.0;
  double validation = 0.0;
};

/// Trains on a few batches of noise of a stage's size (up to 16 films each on the CPU), of which
/// the first does not count: it warms up. Where the films are to be on the GPU, its steps are
/// recorded as training's are, but for --eager. The learner is another afterwards. Errors: those of
/// take_step().
Result<FilmSeconds> measure_stage(Learner& learner, const Recipe& recipe, const Stage& stage,
                                  const Computing& computing, bool recorded);

}  // namespace chestlens
