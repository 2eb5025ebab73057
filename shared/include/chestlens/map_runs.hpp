#pragma once

#include <chestlens/error.hpp>
#include <chestlens/explain.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace chestlens {

/// What runs: the head, or the whole network, asked for evidence or for logits.
enum class ModelPart : std::uint8_t { head, evidence, network };

/// "head", "evidence", "network".
std::string_view to_string(ModelPart part);

/// The runs that a method's maps are made of. None wants another's outputs, so that a caller that
/// cannot wait within a function (a browser's runtime answers later) makes them as it can.
struct MapRuns {
  ModelPart part = ModelPart::network;
  int films = 0;           // in all
  int batch_films = 1;     // best in one run
  std::size_t values = 0;  // outputs of each film
  /// What goes in for `count` films from `first` on, one after the other.
  std::function<std::vector<float>(int first, int count)> inputs = {};
  /// The maps [C] by the outputs of all films. Errors: those of softmax.
  std::function<Result<std::vector<FloatImage>>(std::span<const float> outputs)> maps = {};
};

// The runs of each method of explain.hpp that takes some; its errors are theirs. What `outputs`
// views must outlive them.

Result<MapRuns> recipro_runs(const MapOutputs& outputs);
Result<MapRuns> ablation_runs(const MapOutputs& outputs);
Result<MapRuns> fine_hires_runs(const MapOutputs& outputs, const FloatImage& film, int parts = 4);
Result<MapRuns> occlusion_runs(const FloatImage& film, std::span<const float> logits,
                               const OcclusionOptions& options = {});

/// By the method; `film` is the prepared one. Errors: theirs; invalid_argument for a method that
/// takes no runs.
Result<MapRuns> map_runs(MapMethod method, const MapOutputs& outputs, const FloatImage& film,
                         const OcclusionOptions& options = {});

/// Whether outputs are of so many films, and finite. Errors: mismatch.
Status check_run(const MapRuns& runs, std::span<const float> outputs, int films);

/// The maps by runs made one after the other. Errors: those of `model`; mismatch; interrupted where
/// `progress` (films run, of so many) says false.
Result<std::vector<FloatImage>> made_of(
    const MapRuns& runs, const RunModel& model,
    const std::function<bool(int done, int total)>& progress = {});

}  // namespace chestlens
