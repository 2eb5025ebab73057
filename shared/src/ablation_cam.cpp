#include "map_outputs.hpp"

#include <algorithm>

namespace chestlens {
namespace {

constexpr int ablation_batch_films = 64;

}  // namespace

Result<std::vector<FloatImage>> ablation_cam(const MapOutputs& outputs, const RunModel& head) {
  CHESTLENS_CHECK(check_activations(outputs));
  const std::size_t classes = outputs.logits.size();
  const std::size_t positions = map_positions(outputs);
  const std::size_t volume = outputs.activations.size();
  const int features = outputs.shape.features;
  std::vector lost(classes, std::vector<double>(static_cast<std::size_t>(features)));
  for (int first = 0; first < features; first += ablation_batch_films) {
    const int films = std::min(ablation_batch_films, features - first);
    std::vector<float> inputs;
    inputs.reserve(static_cast<std::size_t>(films) * volume);
    for (int i = 0; i < films; ++i) {
      inputs.insert(inputs.end(), outputs.activations.begin(), outputs.activations.end());
      const auto map = inputs.end() - std::ssize(outputs.activations) +
                       (first + i) * static_cast<std::ptrdiff_t>(positions);
      std::fill_n(map, positions, 0.0F);
    }
    CHESTLENS_TRY(const auto logits, run_checked(head, inputs, films, classes));
    for (int i = 0; i < films; ++i) {
      for (std::size_t c = 0; c < classes; ++c) {
        const double without = logits[static_cast<std::size_t>(i) * classes + c];
        lost[c][static_cast<std::size_t>(first + i)] = outputs.logits[c] - without;
      }
    }
  }
  std::vector<FloatImage> maps;
  for (const auto& weights : lost) maps.push_back(weighted_map(outputs, weights));
  return maps;
}

}  // namespace chestlens
