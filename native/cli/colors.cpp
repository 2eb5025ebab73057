#include "cli/colors.hpp"

namespace chestlens {

std::vector<std::string> color_names() {
  std::vector<std::string> names;
  for (const ColorMapInfo& map : color_maps()) {
    if (map.map != ColorMap::diverging) names.emplace_back(map.name);
  }
  return names;
}

}  // namespace chestlens
