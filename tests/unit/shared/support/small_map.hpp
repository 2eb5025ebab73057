#pragma once

#include <chestlens/map.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

namespace chestlens::test {

/// Numbers of row i that tests/unit/embed/oracles.py makes by the same formula: whole ones.
inline std::vector<float> whole_row(std::size_t i, std::size_t width) {
  std::vector<float> row;
  for (std::size_t k = 0; k < width; ++k) {
    const auto wave = static_cast<double>((i * i * (k + 3) + 7 * i * k) % 101);
    const double value =
        wave / 101.0 * 3.0 / static_cast<double>(1 + k) + (i % 3 == k % 3 ? 1.5 : 0.0);
    row.push_back(static_cast<float>(std::nearbyint(28.0 * (value - 1.0))));
  }
  return row;
}

/// A map of 6 features that are its components, whose codes are whole_row()s.
inline ReferenceMap small_map(std::size_t films) {
  constexpr std::size_t width = 6;
  ReferenceMap map;
  map.model_sha256 = std::string(64, 'a');
  map.classes = {"normal", "viral"};
  map.sources = {"hospital A", "hospital B", "hôpital C"};
  map.perplexity = 10.0F;
  map.variance_share = 0.9F;
  std::vector<float> axes(width * width, 0.0F);
  for (std::size_t k = 0; k < width; ++k) axes[k * (width + 1)] = 1.0F;
  set_projection(map, std::vector<float>(width, 0.0F), axes);
  map.steps.assign(width, 1.0F);
  for (std::size_t i = 0; i < films; ++i) {
    const auto row = whole_row(i, width);
    for (const float value : row) map.codes.push_back(static_cast<std::int8_t>(value));
    const float x = row[0] / 40.0F, y = row[1] / 40.0F;
    map.films.push_back({.place = {8.0F * x + row[1] / 20.0F, 8.0F * y - row[2] / 20.0F},
                         .class_index = static_cast<std::uint16_t>(i % 2),
                         .source_index = static_cast<std::uint16_t>(i % 3),
                         .split = static_cast<MapSplit>(i % 3)});
  }
  for (int i = 0; i <= 100; ++i) map.usual_distances.push_back(static_cast<float>(i) / 4.0F);
  return map;
}

}  // namespace chestlens::test
