#include "bilinear.hpp"

#include <algorithm>

namespace chestlens {

std::vector<Tap> axis_taps(int pixels, double start, double shown, int cells) {
  std::vector<Tap> taps(static_cast<std::size_t>(pixels));
  for (int x = 0; x < pixels; ++x) {
    const double position = (x + 0.5 - start) / shown;
    const double cell = std::clamp(position * cells - 0.5, 0.0, cells - 1.0);
    const int first = static_cast<int>(cell);
    taps[static_cast<std::size_t>(x)] = {first, std::min(first + 1, cells - 1),
                                         static_cast<float>(cell - first),
                                         position >= 0.0 && position <= 1.0};
  }
  return taps;
}

float value_at(const FloatImage& image, const Tap& x, const Tap& y) {
  const auto cell = [&](int column, int row) {
    return image.pixels[area_pixels(image.width_pixels, row) + static_cast<std::size_t>(column)];
  };
  const float upper = cell(x.first, y.first) * (1.0F - x.share) + cell(x.second, y.first) * x.share;
  const float lower =
      cell(x.first, y.second) * (1.0F - x.share) + cell(x.second, y.second) * x.share;
  return upper * (1.0F - y.share) + lower * y.share;
}

}  // namespace chestlens
