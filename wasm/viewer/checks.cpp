#include <viewer/checks.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace chestlens::viewer {
bool whole(const FloatImage& image) {
  return image.width_pixels > 0 && image.height_pixels > 0 &&
         image.pixels.size() == area_pixels(image.width_pixels, image.height_pixels);
}

tl::unexpected<Error> no_such_film(int id) {
  return fail(ErrorCode::not_found, "there is no such film in the viewer",
              "film " + std::to_string(id));
}

Status check_prediction(const State& state, const Prediction& prediction) {
  const std::size_t classes = state.model.classes.size();
  if (classes == 0 || prediction.probabilities.size() != classes ||
      prediction.heatmaps.size() != classes) {
    return fail(ErrorCode::invalid_argument,
                "the prediction does not have one probability and one heat-map per class");
  }
  const auto finite = [](float value) { return std::isfinite(value); };
  if (!std::ranges::all_of(prediction.heatmaps, whole) ||
      !std::ranges::all_of(prediction.probabilities, finite)) {
    return fail(ErrorCode::invalid_argument,
                "the prediction holds an incomplete heat-map or a value that is no number");
  }
  return {};
}

}  // namespace chestlens::viewer
