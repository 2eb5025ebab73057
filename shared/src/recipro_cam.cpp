#include "map_outputs.hpp"

#include <chestlens/probability.hpp>

#include <algorithm>

namespace chestlens {
namespace {

/// Copies the 3 x 3 surroundings of (x, y), each map times the binomial filter of sum 1.
void add_surroundings(const MapOutputs& outputs, int x, int y, std::vector<float>& inputs) {
  constexpr float share[3] = {0.25F, 0.5F, 0.25F};
  const auto [features, height, width] = outputs.shape;
  const std::size_t positions = map_positions(outputs);
  const std::size_t begin = inputs.size();
  inputs.resize(begin + outputs.activations.size(), 0.0F);
  for (int row = std::max(y - 1, 0); row <= std::min(y + 1, height - 1); ++row) {
    for (int column = std::max(x - 1, 0); column <= std::min(x + 1, width - 1); ++column) {
      const float factor = share[row - y + 1] * share[column - x + 1];
      const auto position = static_cast<std::size_t>(row * width + column);
      for (std::size_t f = 0; f < static_cast<std::size_t>(features); ++f) {
        const std::size_t i = f * positions + position;
        inputs[begin + i] = factor * outputs.activations[i];
      }
    }
  }
}

void take_off_least(FloatImage& map) {
  const float least = std::ranges::min(map.pixels);
  for (float& value : map.pixels) value -= least;
}

}  // namespace

Result<std::vector<FloatImage>> recipro_cam(const MapOutputs& outputs, const RunModel& head) {
  CHESTLENS_CHECK(check_activations(outputs));
  const std::size_t classes = outputs.logits.size();
  std::vector maps(classes, FloatImage{outputs.shape.width, outputs.shape.height, {}});
  for (int y = 0; y < outputs.shape.height; ++y) {
    std::vector<float> inputs;
    for (int x = 0; x < outputs.shape.width; ++x) add_surroundings(outputs, x, y, inputs);
    CHESTLENS_TRY(const auto logits, run_checked(head, inputs, outputs.shape.width, classes));
    for (std::size_t first = 0; first < logits.size(); first += classes) {
      CHESTLENS_TRY(const auto probabilities, softmax(std::span(logits).subspan(first, classes)));
      for (std::size_t c = 0; c < classes; ++c) maps[c].pixels.push_back(probabilities[c]);
    }
  }
  std::ranges::for_each(maps, take_off_least);
  return maps;
}

}  // namespace chestlens
