#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/prediction.hpp>

#include <viewer/state.hpp>

namespace chestlens::viewer {

/// not_found.
tl::unexpected<Error> no_such_film(int id);

/// Whether it has pixels, and as many as its width and height say.
bool whole(const FloatImage& image);

/// Errors: invalid_argument unless there is a finite probability and a whole heat-map per class of
/// the model.
Status check_prediction(const State& state, const Prediction& prediction);

}  // namespace chestlens::viewer
