#include "map_outputs.hpp"

#include <chestlens/explain.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chestlens {

Result<std::vector<FloatImage>> grad_cam_maps(const MapOutputs& outputs) {
  CHESTLENS_CHECK(check_class_weights(outputs, outputs.cam_weights, "cam_weights"));
  const auto features = static_cast<std::size_t>(outputs.shape.features);
  std::vector<FloatImage> maps;
  for (std::size_t c = 0; c < outputs.logits.size(); ++c) {
    CHESTLENS_TRY(auto map, grad_cam(outputs.activations, outputs.shape,
                                     outputs.cam_weights.subspan(c * features, features)));
    maps.push_back(std::move(map));
  }
  return maps;
}

Result<std::vector<FloatImage>> explain(MapMethod method, const MapOutputs& outputs,
                                        const MapModel& model) {
  const auto needs = [&](const char* what) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} needs {}", map_method_info(method).title, what));
  };
  switch (method) {
    case MapMethod::hires_cam:
      return hires_cam(outputs);
    case MapMethod::grad_cam:
      return grad_cam_maps(outputs);
    case MapMethod::grad_cam_plus_plus:
      return grad_cam_plus_plus(outputs);
    case MapMethod::eigen_cam: {
      CHESTLENS_TRY(auto map, eigen_cam(outputs.activations, outputs.shape));
      return std::vector(outputs.logits.size(), std::move(map));
    }
    case MapMethod::recipro_cam:
      if (!model.head) return needs("the network's head");
      return recipro_cam(outputs, model.head);
    case MapMethod::ablation_cam:
      if (!model.head) return needs("the network's head");
      return ablation_cam(outputs, model.head);
    case MapMethod::fine_hires_cam:
      if (!model.evidence) return needs("the network");
      return fine_hires_cam(outputs, model.film, model.evidence);
    case MapMethod::occlusion:
      if (!model.network) return needs("the network");
      return occlusion(model.film, outputs.logits, model.network, model.occlusion);
  }
  return needs("a method that there is");
}

MapContent map_content(const FloatImage& map) {
  constexpr float flat_share = 1e-5F;
  const auto [least, most] = std::ranges::minmax(map.pixels);
  if (!(most > 0.0F)) return MapContent::nothing_for;
  return most - least <= flat_share * most ? MapContent::flat : MapContent::evidence;
}

std::string_view in_words(MapContent content) {
  switch (content) {
    case MapContent::evidence:
      return "";
    case MapContent::nothing_for:
      return "no place speaks for it";
    case MapContent::flat:
      return "the same everywhere";
  }
  return "";
}

}  // namespace chestlens
