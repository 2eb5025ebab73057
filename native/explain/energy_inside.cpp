#include "explain/map_metrics.hpp"

namespace chestlens {

double energy_inside(const FloatImage& map, const FloatImage& mask) {
  double inside = 0.0, all = 0.0;
  for (std::size_t i = 0; i < map.pixels.size(); ++i) {
    all += map.pixels[i];
    inside += static_cast<double>(map.pixels[i]) * mask.pixels[i];
  }
  return all > 0.0 ? inside / all : 0.0;
}

}  // namespace chestlens
