#include "map_outputs.hpp"

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

/// One feature map, and the derivative of a logit by it: the average pool's part is the same
/// everywhere, the maximum pool's lies at the maximum, shared where several are equal.
struct PooledMap {
  std::span<const float> values;
  double everywhere = 0.0;
  double at_maximum = 0.0;
  float maximum = 0.0F;

  double gradient(std::size_t position) const {
    return values[position] == maximum ? everywhere + at_maximum : everywhere;
  }
};

PooledMap pooled_map(const MapOutputs& outputs, std::size_t class_index, std::size_t feature) {
  const std::size_t positions = map_positions(outputs);
  const std::size_t i = class_index * static_cast<std::size_t>(outputs.shape.features) + feature;
  PooledMap map{outputs.activations.subspan(feature * positions, positions)};
  map.maximum = std::ranges::max(map.values);
  const auto ties = static_cast<double>(std::ranges::count(map.values, map.maximum));
  const auto area = static_cast<double>(positions);
  const double of_maximum_pool = outputs.max_weights[i];
  map.everywhere = outputs.cam_weights[i] - of_maximum_pool / area;
  map.at_maximum = of_maximum_pool / ties;
  return map;
}

/// A head that pools gives the evidence again; one that flattens has a gradient for each position.
bool is_pooled(const MapOutputs& outputs, std::size_t class_index) {
  constexpr double tolerance = 1e-3;
  const std::size_t positions = map_positions(outputs);
  std::vector<double> evidence(positions, 0.0);
  std::vector<double> size(positions, 0.0);
  for (std::size_t f = 0; f < static_cast<std::size_t>(outputs.shape.features); ++f) {
    const PooledMap map = pooled_map(outputs, class_index, f);
    for (std::size_t i = 0; i < positions; ++i) {
      const double term = map.gradient(i) * map.values[i];
      evidence[i] += term;
      size[i] += std::abs(term);
    }
  }
  for (std::size_t i = 0; i < positions; ++i) {
    const double given = outputs.evidence[class_index * positions + i];
    if (std::abs(given - evidence[i]) > tolerance * (size[i] + std::abs(given))) return false;
  }
  return true;
}

/// sum over positions of alpha * relu(g), alpha = g^2 / (2 g^2 + g^3 sum of the map), which is
/// 1 / (2 + g * sum) and where that is not positive, as a map below zero may make it, none.
double weight_of(const PooledMap& map) {
  double sum = 0.0;
  for (const float value : map.values) sum += value;
  double weight = 0.0;
  for (std::size_t i = 0; i < map.values.size(); ++i) {
    const double gradient = map.gradient(i);
    const double curvature = 2.0 + gradient * sum;
    if (gradient > 0.0 && curvature > 0.0) weight += gradient / curvature;
  }
  return weight;
}

}  // namespace

Result<std::vector<FloatImage>> grad_cam_plus_plus(const MapOutputs& outputs) {
  if (outputs.max_weights.empty()) return not_of_format_1("Grad-CAM++");
  CHESTLENS_CHECK(check_activations(outputs));
  CHESTLENS_CHECK(check_class_weights(outputs, outputs.cam_weights, "cam_weights"));
  CHESTLENS_CHECK(check_class_weights(outputs, outputs.max_weights, "max_weights"));
  CHESTLENS_TRY(const auto evidence, hires_cam(outputs));
  std::vector<FloatImage> maps;
  for (std::size_t c = 0; c < evidence.size(); ++c) {
    if (!is_pooled(outputs, c)) {
      return fail(ErrorCode::unsupported,
                  "Grad-CAM++ is not known of a head that flattens the feature maps; HiResCAM is");
    }
    std::vector<double> weights;
    for (std::size_t f = 0; f < static_cast<std::size_t>(outputs.shape.features); ++f) {
      weights.push_back(weight_of(pooled_map(outputs, c, f)));
    }
    maps.push_back(weighted_map(outputs, weights));
  }
  return maps;
}

}  // namespace chestlens
