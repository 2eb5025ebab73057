#pragma once

#include <chestlens/explain.hpp>
#include <chestlens/map_words.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens::viewer {

enum class MapsStatus : std::uint8_t { not_made, waiting, made, refused };

/// "not made", "waiting", "made", "refused".
const char* to_string(MapsStatus status);

/// One method's maps of a film by one of the models, made or on their way.
struct ExplainedMethod {
  int member = 0;
  MethodMaps maps;                       // why there are none, where they are refused
  std::vector<EvidenceSum> sums = {};    // [C]; none of maps that do not add up to the logit
  std::vector<std::string> places = {};  // [C], where each is strongest; "" where it points nowhere
  MapsStatus status = MapsStatus::not_made;
  int done = 0;  // films run, of
  int total = 0;
  std::uint64_t revision = 0;                                // changes with the maps
  std::vector<float> most_in_favor = {}, most_of_both = {};  // [C], by set_maps(): most_of() them
};

/// A model whose answers are explained.
struct ExplainedModel {
  std::string title;
  int format = 1;  // of its bundle

  bool operator==(const ExplainedModel&) const = default;
};

/// How a film's answer is explained.
struct ExplainView {
  std::vector<ExplainedModel> models = {};  // one, or the members of an ensemble
  int member = 0;                           // whose maps are shown
  MapMethod method = MapMethod::hires_cam;  // shown alone, or in the grid looked at
  std::vector<MapMethod> grid = {MapMethod::hires_cam, MapMethod::grad_cam,
                                 MapMethod::grad_cam_plus_plus, MapMethod::eigen_cam};
  bool is_grid = false;
  MapLook look = {};
  bool has_lines = false;  // contours in place of colors
};

}  // namespace chestlens::viewer
