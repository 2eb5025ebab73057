#pragma once

#include <viewer/film_map.hpp>
#include <viewer/map_view.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chestlens::viewer {

/// A member's map; a model without an ensemble is the only member.
struct MemberMap {
  std::string model;           // its title
  std::optional<FilmMap> map;  // none where the bundle has none, or before it is there
  std::string missing;         // why there is none
  bool may_come = false;       // where it is asked for again
};

/// The maps, and what is seen and marked on them.
struct MapState {
  bool is_wanted = false;  // the page was told so
  std::vector<MemberMap> members;
  std::size_t member = 0;  // the one on show
  MapColors colors = MapColors::by_class;
  HiddenGroups hidden_classes;
  HiddenGroups hidden_sources;
  View view;
  Area area;                             // that the map was last drawn in
  bool lasso_on = false;                 // the next drag draws a lasso
  bool is_drawing_lasso = false;         // its end is still open
  std::vector<MapPoint> lasso;           // empty without a selection
  std::vector<std::uint32_t> selection;  // the films within
  std::optional<std::size_t> picked;     // the film of the map that is looked at
};

}  // namespace chestlens::viewer
