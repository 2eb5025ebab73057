#include "window.hpp"

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

/// Levels from 0 to the film's highest: most films have 256 of the 65,536 there may be.
std::size_t levels_of(const GreyImage& film) {
  std::uint16_t highest = 0;
  for (const std::uint16_t level : film.pixels) highest = std::max(highest, level);
  return std::size_t{highest} + 1;
}

/// The lowest level that at least `percentile` % of the pixels do not exceed (nearest rank);
/// 0 gives the darkest level, 100 the brightest.
double level_at(const std::vector<std::uint64_t>& histogram, std::uint64_t pixels,
                double percentile) {
  const double share = std::isnan(percentile) ? 0.0 : std::clamp(percentile, 0.0, 100.0) / 100.0;
  const auto rank = std::max(
      std::uint64_t{1}, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(pixels))));
  std::uint64_t seen = 0;
  for (std::size_t level = 0; level < histogram.size(); ++level) {
    seen += histogram[level];
    if (seen >= rank) return static_cast<double>(level);
  }
  return 0.0;
}

}  // namespace

Window window_from_percentiles(const GreyImage& film, double low_percentile,
                               double high_percentile) {
  std::vector<std::uint64_t> histogram(levels_of(film), 0);
  for (const std::uint16_t level : film.pixels) ++histogram[level];
  const Window window{.low_level = level_at(histogram, film.pixels.size(), low_percentile),
                      .high_level = level_at(histogram, film.pixels.size(), high_percentile)};
  if (window.low_level < window.high_level) return window;
  return {.low_level = level_at(histogram, film.pixels.size(), 0.0),
          .high_level = level_at(histogram, film.pixels.size(), 100.0)};
}

std::vector<float> window_table(const Window& window, const GreyImage& film) {
  const double width = window.high_level - window.low_level;
  std::vector<float> table(levels_of(film));
  for (std::size_t level = 0; level < table.size(); ++level) {
    const double above = static_cast<double>(level) - window.low_level;
    double value = above > 0.0 ? 1.0 : 0.0;
    if (width > 0.0) value = std::clamp(above / width, 0.0, 1.0);
    table[level] = static_cast<float>(window.invert ? 1.0 - value : value);
  }
  return table;
}

}  // namespace chestlens
