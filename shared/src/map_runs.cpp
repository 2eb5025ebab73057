#include <chestlens/map_runs.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chestlens {

std::string_view to_string(ModelPart part) {
  switch (part) {
    case ModelPart::head:
      return "head";
    case ModelPart::evidence:
      return "evidence";
    case ModelPart::network:
      return "network";
  }
  return "";
}

Result<MapRuns> map_runs(MapMethod method, const MapOutputs& outputs, const FloatImage& film,
                         const OcclusionOptions& options) {
  switch (method) {
    case MapMethod::recipro_cam:
      return recipro_runs(outputs);
    case MapMethod::ablation_cam:
      return ablation_runs(outputs);
    case MapMethod::fine_hires_cam:
      return fine_hires_runs(outputs, film);
    case MapMethod::occlusion:
      return occlusion_runs(film, outputs.logits, options);
    case MapMethod::hires_cam:
    case MapMethod::grad_cam:
    case MapMethod::grad_cam_plus_plus:
    case MapMethod::eigen_cam:
      break;
  }
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} takes no runs", map_method_info(method).title));
}

Status check_run(const MapRuns& runs, std::span<const float> outputs, int films) {
  if (outputs.size() == static_cast<std::size_t>(films) * runs.values &&
      std::ranges::all_of(outputs, [](float value) { return std::isfinite(value); })) {
    return {};
  }
  return fail(ErrorCode::mismatch,
              fmt::format("{} values, some perhaps not finite, for {} films of {}", outputs.size(),
                          films, runs.values));
}

Result<std::vector<FloatImage>> made_of(const MapRuns& runs, const RunModel& model,
                                        const std::function<bool(int done, int total)>& progress) {
  std::vector<float> outputs;
  for (int first = 0; first < runs.films; first += runs.batch_films) {
    const int films = std::min(runs.batch_films, runs.films - first);
    CHESTLENS_TRY(const auto values, model(runs.inputs(first, films), films));
    CHESTLENS_CHECK(check_run(runs, values, films));
    outputs.insert(outputs.end(), values.begin(), values.end());
    if (progress && !progress(first + films, runs.films)) {
      return fail(ErrorCode::interrupted, "stopped");
    }
  }
  return runs.maps(outputs);
}

}  // namespace chestlens
