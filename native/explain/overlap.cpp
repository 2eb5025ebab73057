#include "explain/map_metrics.hpp"

#include <algorithm>

namespace chestlens {

double overlap(const FloatImage& map, const FloatImage& mask, double threshold) {
  const float highest = std::ranges::max(map.pixels);
  if (!(highest > 0.0F)) return 0.0;
  const double least = threshold * highest;
  double both = 0.0, either = 0.0;
  for (std::size_t i = 0; i < map.pixels.size(); ++i) {
    const bool in_map = map.pixels[i] >= least;
    const bool in_mask = mask.pixels[i] > 0.5F;
    both += in_map && in_mask ? 1.0 : 0.0;
    either += in_map || in_mask ? 1.0 : 0.0;
  }
  return either > 0.0 ? both / either : 0.0;
}

std::vector<double> overlap_thresholds() {
  std::vector<double> thresholds;
  for (int i = 1; i < 20; ++i) thresholds.push_back(i / 20.0);
  return thresholds;
}

}  // namespace chestlens
