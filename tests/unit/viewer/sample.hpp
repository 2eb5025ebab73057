#pragma once

#include <viewer/state.hpp>

namespace chestlens::viewer {

/// A horizontal ramp from 0 to `max_level`.
inline GreyImage ramp(int width, int height, std::uint16_t max_level = 255) {
  GreyImage image{width, height, max_level, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      image.pixels.push_back(static_cast<std::uint16_t>(x * max_level / (width - 1)));
    }
  }
  return image;
}

inline Prediction prediction(std::vector<float> probabilities) {
  Prediction result;
  for (std::size_t index = 0; index < probabilities.size(); ++index) {
    FloatImage heatmap{2, 2, {0.0F, 0.0F, 0.0F, 0.0F}};
    heatmap.pixels[index % 4] = 1.0F;
    result.heatmaps.push_back(heatmap);
  }
  result.probabilities = std::move(probabilities);
  return result;
}

/// Three decoded films 1, 2, 3 under a model of three classes; 1 and 2 are predicted.
inline State sample_state() {
  State state;
  set_model(state, {"a model", {"a", "b", "c"}, FitMode::squash});
  for (const int id : {1, 2, 3}) {
    (void)add_film(state, id, "film " + std::to_string(id));
    (void)set_film(state, id, ramp(40, 30), {10.0, 200.0, false});
  }
  (void)set_prediction(state, 1, prediction({0.1F, 0.7F, 0.2F}));
  (void)set_prediction(state, 2, prediction({0.5F, 0.3F, 0.2F}));
  state.events.clear();
  return state;
}

}  // namespace chestlens::viewer
