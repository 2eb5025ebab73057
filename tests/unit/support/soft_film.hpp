#pragma once

#include "data/random.hpp"

#include <chestlens/image.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace chestlens::test {

/// A grey film of soft bright blobs of many sizes, another for each seed. The same seed gives the
/// same scene at every size.
inline GreyImage soft_film(int side, std::uint64_t seed) {
  constexpr int blobs = 120;
  GreyImage film{side, side, 255, std::vector<std::uint16_t>(area_pixels(side, side))};
  const auto draw = [seed](int blob, std::uint64_t what) {
    const auto bits = derive_seed(seed, {static_cast<std::uint64_t>(blob), what});
    return static_cast<double>(bits >> 11U) / 9007199254740992.0;
  };
  std::vector<double> light(film.pixels.size(), 20.0);
  for (int blob = 0; blob < blobs; ++blob) {
    const double radius = side * (0.015 + 0.15 * std::pow(draw(blob, 0), 3.0));
    const double x0 = side * draw(blob, 1);
    const double y0 = side * draw(blob, 2);
    const auto first = [radius](double at) {
      return std::max(0, static_cast<int>(at - 3 * radius));
    };
    const auto last = [&](double at) {
      return std::min(side, static_cast<int>(at + 3 * radius) + 1);
    };
    for (int y = first(y0); y < last(y0); ++y) {
      for (int x = first(x0); x < last(x0); ++x) {
        const double distance = std::hypot(x + 0.5 - x0, y + 0.5 - y0) / radius;
        light[static_cast<std::size_t>(y * side + x)] += 60.0 * std::exp(-distance * distance);
      }
    }
  }
  std::ranges::transform(light, film.pixels.begin(), [](double value) {
    return static_cast<std::uint16_t>(std::lround(std::clamp(value, 0.0, 255.0)));
  });
  return film;
}

}  // namespace chestlens::test
