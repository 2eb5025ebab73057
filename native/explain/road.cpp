#include "explain/map_metrics.hpp"

#include <chestlens/probability.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace chestlens {
namespace {

struct Neighbor {
  int dx = 0, dy = 0;
  double weight = 0.0;
};

/// A direct neighbour counts twice a diagonal one.
constexpr Neighbor neighbors[] = {{-1, 0, 1.0 / 6},  {1, 0, 1.0 / 6},    {0, -1, 1.0 / 6},
                                  {0, 1, 1.0 / 6},   {-1, -1, 1.0 / 12}, {1, -1, 1.0 / 12},
                                  {-1, 1, 1.0 / 12}, {1, 1, 1.0 / 12}};

/// The weighted mean of a pixel's neighbours.
double mean_of_neighbors(const std::vector<double>& values, int width, int height, int x, int y) {
  double sum = 0.0, weights = 0.0;
  for (const auto& [dx, dy, weight] : neighbors) {
    const int column = x + dx, row = y + dy;
    if (column < 0 || column >= width || row < 0 || row >= height) continue;
    sum += weight * values[static_cast<std::size_t>(row * width + column)];
    weights += weight;
  }
  return sum / weights;
}

/// A normal number by Box and Muller, the same on every platform.
double normal(std::mt19937_64& random) {
  constexpr double two_pi = 6.283185307179586;
  const auto unit = [&] {
    return (static_cast<double>(random() >> 11U) + 1.0) / 9007199254740993.0;
  };
  return std::sqrt(-2.0 * std::log(unit())) * std::cos(two_pi * unit());
}

}  // namespace

FloatImage without_pixels(const FloatImage& film, const std::vector<bool>& removed,
                          std::uint64_t seed) {
  constexpr double relaxation = 1.85, tolerance = 3e-4, noise = 0.01;
  constexpr int most_sweeps = 500;
  const int width = film.width_pixels, height = film.height_pixels;
  double sum = 0.0, known = 0.0;
  for (std::size_t i = 0; i < removed.size(); ++i) {
    if (removed[i]) continue;
    sum += film.pixels[i];
    known += 1.0;
  }
  const double all = std::accumulate(film.pixels.begin(), film.pixels.end(), 0.0);
  const double mean = known > 0.0 ? sum / known : all / static_cast<double>(film.pixels.size());
  std::vector<double> values(film.pixels.begin(), film.pixels.end());
  for (std::size_t i = 0; i < removed.size(); ++i) {
    if (removed[i]) values[i] = mean;
  }
  for (int sweep = 0; known > 0.0 && sweep < most_sweeps; ++sweep) {
    double change = 0.0;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const auto i = static_cast<std::size_t>(y * width + x);
        if (!removed[i]) continue;
        const double step = mean_of_neighbors(values, width, height, x, y) - values[i];
        values[i] += relaxation * step;
        change = std::max(change, std::abs(step));
      }
    }
    if (change < tolerance) break;
  }
  std::mt19937_64 random(seed);
  FloatImage result = film;
  for (std::size_t i = 0; i < removed.size(); ++i) {
    if (removed[i]) result.pixels[i] = static_cast<float>(values[i] + noise * normal(random));
  }
  return result;
}

Result<double> road(const FloatImage& film, const FloatImage& map, int class_index,
                    const RunModel& network) {
  constexpr double shares[] = {0.2, 0.4, 0.6, 0.8};
  const auto order = by_importance(map);
  std::vector<float> inputs;
  for (const double share : shares) {
    const auto count = static_cast<std::size_t>(share * static_cast<double>(order.size()));
    std::vector<bool> most(order.size(), false), least(order.size(), false);
    for (std::size_t i = 0; i < count; ++i) {
      most[order[i]] = true;
      least[order[order.size() - 1 - i]] = true;
    }
    for (const auto& removed : {most, least}) {
      const FloatImage imputed = without_pixels(film, removed);
      inputs.insert(inputs.end(), imputed.pixels.begin(), imputed.pixels.end());
    }
  }
  CHESTLENS_TRY(const auto logits, network(inputs, 2 * std::size(shares)));
  const std::size_t classes = logits.size() / (2 * std::size(shares));
  double score = 0.0;
  for (std::size_t i = 0; i < 2 * std::size(shares); ++i) {
    CHESTLENS_TRY(const auto probabilities,
                  softmax(std::span(logits).subspan(i * classes, classes)));
    const double probability = probabilities[static_cast<std::size_t>(class_index)];
    score += (i % 2 == 0 ? -0.5 : 0.5) * probability / std::size(shares);
  }
  return score;
}

}  // namespace chestlens
