#include "embed/tsne.hpp"

#include "data/parallel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t points_at_once = 256;
constexpr float least_gain = 0.01F;
constexpr float longest_step = 5.0F;

/// What gradient descent remembers of a point (Jacobs 1988).
struct Motion {
  MapPoint step;
  MapPoint gain{1.0F, 1.0F};
};

struct Phase {
  int iterations = 0;
  float exaggeration = 1.0F;
  float momentum = 0.8F;
};

void repel(std::span<const MapPoint> places, const TsneOptions& options, Repulsion& repulsion) {
  if (places.size() <= options.all_pairs_up_to) {
    repel_all_pairs(places, options.threads, repulsion);
  } else {
    repel_by_tree(places, options.theta, options.threads, repulsion);
  }
}

/// sum_j p_ij q_ij (y_i - y_j).
MapPoint attraction(const Affinities& affinities, std::span<const MapPoint> places, std::size_t i) {
  const MapPoint own = places[i];
  MapPoint sum;
  for (std::size_t at = affinities.rows[i]; at < affinities.rows[i + 1]; ++at) {
    const MapPoint other = places[affinities.points[at]];
    const float dx = own.x - other.x, dy = own.y - other.y;
    const float weight = affinities.values[at] / (1.0F + dx * dx + dy * dy);
    sum.x += weight * dx;
    sum.y += weight * dy;
  }
  return sum;
}

void change(float gradient, float rate, float momentum, float& step, float& gain) {
  const bool turns = (gradient > 0.0F) != (step > 0.0F);
  gain = turns ? gain + 0.2F : gain * 0.8F + least_gain;
  step = momentum * step - rate * gain * gradient;
}

/// A step of every point down its gradient. The usual learning rate, N over the exaggeration, is of
/// a quarter of it (Belkina 2019; openTSNE leaves the 4 out).
void move(const std::vector<MapPoint>& gradients, const Phase& phase, std::vector<Motion>& motions,
          std::vector<MapPoint>& places) {
  const float rate = static_cast<float>(places.size()) / phase.exaggeration / 4.0F;
  for (std::size_t i = 0; i < places.size(); ++i) {
    auto& [step, gain] = motions[i];
    change(gradients[i].x, rate, phase.momentum, step.x, gain.x);
    change(gradients[i].y, rate, phase.momentum, step.y, gain.y);
    const float length = std::hypot(step.x, step.y);
    if (length > longest_step) {
      step.x *= longest_step / length;
      step.y *= longest_step / length;
    }
    places[i].x += step.x;
    places[i].y += step.y;
  }
}

void centre(std::vector<MapPoint>& places) {
  double x = 0.0, y = 0.0;
  for (const MapPoint& place : places) {
    x += place.x;
    y += place.y;
  }
  const auto count = static_cast<double>(places.size());
  const auto mean_x = static_cast<float>(x / count), mean_y = static_cast<float>(y / count);
  for (MapPoint& place : places) {
    place.x -= mean_x;
    place.y -= mean_y;
  }
}

/// Calls work(i) for each point.
void for_points(std::size_t count, int threads, const std::function<void(std::size_t)>& work) {
  parallel_for((count + points_at_once - 1) / points_at_once, threads, [&](std::size_t part) {
    const std::size_t end = std::min(count, (part + 1) * points_at_once);
    for (std::size_t i = part * points_at_once; i < end; ++i) work(i);
  });
}

}  // namespace

double divergence(const Affinities& affinities, std::span<const MapPoint> places, double sum,
                  int threads) {
  std::vector<double> sums(places.size(), 0.0);
  const double log_sum = std::log(sum);
  for_points(places.size(), threads, [&](std::size_t i) {
    for (std::size_t at = affinities.rows[i]; at < affinities.rows[i + 1]; ++at) {
      const MapPoint other = places[affinities.points[at]];
      const double dx = places[i].x - other.x, dy = places[i].y - other.y;
      const double p = affinities.values[at];
      if (p > 0.0) sums[i] += p * (std::log(p) + std::log1p(dx * dx + dy * dy) + log_sum);
    }
  });
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

std::vector<MapPoint> start_places(const Rows& components, std::uint64_t seed) {
  constexpr float spread = 1e-4F, jitter = 1e-6F;
  double squares = 0.0;
  for (std::size_t i = 0; i < components.count(); ++i) {
    squares += double{components.row(i)[0]} * components.row(i)[0];
  }
  const auto deviation =
      static_cast<float>(std::sqrt(squares / static_cast<double>(components.count())));
  const float scale = deviation > 0.0F ? spread / deviation : 0.0F;
  std::mt19937_64 random(seed);
  const auto draw = [&] {
    return jitter * (static_cast<float>(random() >> 40U) * 0x1p-23F - 1.0F);
  };
  std::vector<MapPoint> places(components.count());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto row = components.row(i);
    places[i].x = scale * row[0] + draw();
    places[i].y = (row.size() > 1 ? scale * row[1] : 0.0F) + draw();
  }
  return places;
}

std::vector<MapPoint> gradient(const Affinities& affinities, std::span<const MapPoint> places,
                               const Repulsion& repulsion, double exaggeration, int threads) {
  std::vector<MapPoint> gradients(places.size());
  const auto pull = static_cast<float>(4.0 * exaggeration);
  const auto push = static_cast<float>(4.0 / repulsion.sum);
  for_points(places.size(), threads, [&](std::size_t i) {
    const MapPoint attracted = attraction(affinities, places, i);
    const MapPoint repelled = repulsion.forces[i];
    gradients[i] = {pull * attracted.x - push * repelled.x, pull * attracted.y - push * repelled.y};
  });
  return gradients;
}

Result<TsneMap> tsne(const Affinities& affinities, std::vector<MapPoint> start,
                     const TsneOptions& options,
                     const std::function<bool(int iteration)>& progress) {
  if (start.size() != affinities.count() || start.empty()) {
    return fail(ErrorCode::invalid_argument, fmt::format("{} places to begin with for {} points",
                                                         start.size(), affinities.count()));
  }
  TsneMap map{.places = std::move(start), .divergence = 0.0};
  std::vector<Motion> motions(map.places.size());
  Repulsion repulsion;
  int iteration = 0;
  for (const Phase& phase :
       {Phase{options.early_iterations, static_cast<float>(options.early_exaggeration), 0.5F},
        Phase{options.iterations, 1.0F, 0.8F}}) {
    for (int i = 0; i < phase.iterations; ++i) {
      repel(map.places, options, repulsion);
      const auto gradients =
          gradient(affinities, map.places, repulsion, phase.exaggeration, options.threads);
      move(gradients, phase, motions, map.places);
      centre(map.places);
      if (progress && !progress(++iteration)) {
        return fail(ErrorCode::interrupted, "the map was stopped");
      }
    }
  }
  repel(map.places, options, repulsion);
  map.divergence = divergence(affinities, map.places, repulsion.sum, options.threads);
  return map;
}

}  // namespace chestlens
