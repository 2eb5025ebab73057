#include "map_outputs.hpp"

#include <chestlens/map_runs.hpp>
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

Result<MapRuns> recipro_runs(const MapOutputs& outputs) {
  CHESTLENS_CHECK(check_activations(outputs));
  const auto [features, height, width] = outputs.shape;
  MapRuns runs{ModelPart::head, height * width, width, outputs.logits.size()};
  runs.inputs = [outputs](int first, int count) {
    std::vector<float> inputs;
    for (int position = first; position < first + count; ++position) {
      add_surroundings(outputs, position % outputs.shape.width, position / outputs.shape.width,
                       inputs);
    }
    return inputs;
  };
  runs.maps = [shape = outputs.shape, classes = outputs.logits.size()](
                  std::span<const float> logits) -> Result<std::vector<FloatImage>> {
    std::vector maps(classes, FloatImage{shape.width, shape.height, {}});
    for (std::size_t first = 0; first < logits.size(); first += classes) {
      CHESTLENS_TRY(const auto probabilities, softmax(logits.subspan(first, classes)));
      for (std::size_t c = 0; c < classes; ++c) maps[c].pixels.push_back(probabilities[c]);
    }
    std::ranges::for_each(maps, take_off_least);
    return maps;
  };
  return runs;
}

Result<std::vector<FloatImage>> recipro_cam(const MapOutputs& outputs, const RunModel& head) {
  CHESTLENS_TRY(const auto runs, recipro_runs(outputs));
  return made_of(runs, head);
}

}  // namespace chestlens
