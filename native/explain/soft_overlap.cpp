#include "explain/map_metrics.hpp"

#include <algorithm>

namespace chestlens {

double soft_overlap(const FloatImage& one, const FloatImage& other) {
  const float first = std::ranges::max(one.pixels), second = std::ranges::max(other.pixels);
  if (!(first > 0.0F) || !(second > 0.0F)) return 0.0;
  double smaller = 0.0, larger = 0.0;
  for (std::size_t i = 0; i < one.pixels.size(); ++i) {
    const double a = one.pixels[i] / first, b = other.pixels[i] / second;
    smaller += std::min(a, b);
    larger += std::max(a, b);
  }
  return smaller / larger;
}

}  // namespace chestlens
