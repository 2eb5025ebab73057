#include "place_among.hpp"

#include <chestlens/tsne.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace chestlens {
namespace {

// openTSNE 1.0.4, TSNEEmbedding.transform.
constexpr double perplexity = 5.0;
constexpr float exaggeration = 1.5F;
constexpr float learning_rate = 0.1F;
constexpr float momentum = 0.8F;
constexpr float longest_gradient = 0.25F;
constexpr float least_gain = 0.01F;
constexpr int steps = 250;

constexpr std::size_t lanes = 16;
constexpr float nowhere = 1e15F;  // so far away that its q and its force are nothing
using Lanes = std::array<float, lanes>;

/// The films' places, filled up to whole lanes.
struct Crowd {
  std::vector<float> xs, ys;

  explicit Crowd(std::span<const MapFilm> films) {
    const std::size_t padded = (films.size() + lanes - 1) / lanes * lanes;
    xs.assign(padded, nowhere);
    ys.assign(padded, nowhere);
    for (std::size_t i = 0; i < films.size(); ++i) {
      xs[i] = films[i].place.x;
      ys[i] = films[i].place.y;
    }
  }
};

float sum_of(const Lanes& values) {
  float sum = 0.0F;
  for (const float value : values) sum += value;
  return sum;
}

/// sum_j q_j^2 (y - y_j) over sum_j q_j, with q_j = 1 / (1 + |y - y_j|^2).
MapPoint repulsion(MapPoint at, const Crowd& crowd) {
  Lanes q{}, force_x{}, force_y{};
  for (std::size_t begin = 0; begin < crowd.xs.size(); begin += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const float dx = at.x - crowd.xs[begin + lane];
      const float dy = at.y - crowd.ys[begin + lane];
      const float each = 1.0F / (1.0F + dx * dx + dy * dy);
      q[lane] += each;
      force_x[lane] += each * each * dx;
      force_y[lane] += each * each * dy;
    }
  }
  const float sum = sum_of(q);
  return {sum_of(force_x) / sum, sum_of(force_y) / sum};
}

/// sum_j p_j q_j (y - y_j).
MapPoint attraction(MapPoint at, std::span<const MapPoint> near, std::span<const float> weights) {
  MapPoint force;
  for (std::size_t j = 0; j < near.size(); ++j) {
    const float dx = at.x - near[j].x, dy = at.y - near[j].y;
    const float weight = weights[j] / (1.0F + dx * dx + dy * dy);
    force.x += weight * dx;
    force.y += weight * dy;
  }
  return force;
}

float median(std::vector<float> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : 0.5F * (values[half - 1] + values[half]);
}

void step(float gradient, float& motion, float& gain, float& at) {
  const bool turns = (gradient > 0.0F) != (motion > 0.0F);
  gain = turns ? gain + 0.2F : gain * 0.8F + least_gain;
  motion = momentum * motion - learning_rate * gain * gradient;
  at += motion;
}

}  // namespace

MapPoint place_among(std::span<const MapFilm> films, std::span<const NearFilm> nearest) {
  std::vector<float> squared, xs, ys;
  std::vector<MapPoint> near;
  for (const auto& [film, distance] : nearest) {
    squared.push_back(distance);
    near.push_back(films[film].place);
    xs.push_back(near.back().x);
    ys.push_back(near.back().y);
  }
  if (near.empty()) return {};
  const double possible = static_cast<double>(near.size()) / 3.0;
  const auto weights =
      conditional_affinities(squared, std::max(1.0, std::min(perplexity, possible)));
  const Crowd crowd(films);
  MapPoint at{median(xs), median(ys)}, motion, gain{1.0F, 1.0F};
  for (int i = 0; i < steps; ++i) {
    const MapPoint pull = attraction(at, near, weights), push = repulsion(at, crowd);
    MapPoint gradient{exaggeration * pull.x - push.x, exaggeration * pull.y - push.y};
    const float length = std::hypot(gradient.x, gradient.y);
    const float scale = length > longest_gradient ? longest_gradient / length : 1.0F;
    step(scale * gradient.x, motion.x, gain.x, at.x);
    step(scale * gradient.y, motion.y, gain.y, at.y);
  }
  return at;
}

}  // namespace chestlens
