#include "explain/map_metrics.hpp"

#include <algorithm>

namespace chestlens {

double pointing_game(const FloatImage& map, const FloatImage& mask) {
  const float highest = std::ranges::max(map.pixels);
  if (!(highest > 0.0F)) return 0.0;
  double peaks = 0.0, hits = 0.0;
  for (std::size_t i = 0; i < map.pixels.size(); ++i) {
    if (map.pixels[i] != highest) continue;
    peaks += 1.0;
    hits += mask.pixels[i];
  }
  return hits / peaks;
}

}  // namespace chestlens
