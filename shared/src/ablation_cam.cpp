#include "map_outputs.hpp"

#include <chestlens/map_runs.hpp>

#include <algorithm>

namespace chestlens {
namespace {

constexpr int ablation_batch_films = 64;

}  // namespace

Result<MapRuns> ablation_runs(const MapOutputs& outputs) {
  CHESTLENS_CHECK(check_activations(outputs));
  MapRuns runs{ModelPart::head, outputs.shape.features, ablation_batch_films,
               outputs.logits.size()};
  runs.inputs = [outputs, positions = map_positions(outputs)](int first, int count) {
    std::vector<float> inputs;
    inputs.reserve(static_cast<std::size_t>(count) * outputs.activations.size());
    for (int map = first; map < first + count; ++map) {
      inputs.insert(inputs.end(), outputs.activations.begin(), outputs.activations.end());
      const auto at = inputs.end() - std::ssize(outputs.activations) +
                      map * static_cast<std::ptrdiff_t>(positions);
      std::fill_n(at, positions, 0.0F);
    }
    return inputs;
  };
  runs.maps = [outputs](std::span<const float> logits) -> Result<std::vector<FloatImage>> {
    const std::size_t classes = outputs.logits.size();
    std::vector<FloatImage> maps;
    for (std::size_t c = 0; c < classes; ++c) {
      std::vector<double> lost;
      for (std::size_t i = c; i < logits.size(); i += classes) {
        lost.push_back(double{outputs.logits[c]} - double{logits[i]});
      }
      maps.push_back(weighted_map(outputs, lost));
    }
    return maps;
  };
  return runs;
}

Result<std::vector<FloatImage>> ablation_cam(const MapOutputs& outputs, const RunModel& head) {
  CHESTLENS_TRY(const auto runs, ablation_runs(outputs));
  return made_of(runs, head);
}

}  // namespace chestlens
