#include "map_outputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

bool is_finite(float value) {
  return std::isfinite(value);
}

}  // namespace

std::size_t map_positions(const MapOutputs& outputs) {
  return area_pixels(outputs.shape.width, outputs.shape.height);
}

Status check_activations(const MapOutputs& outputs) {
  const auto [features, height, width] = outputs.shape;
  if (features <= 0 || height <= 0 || width <= 0) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("activations of shape [{}, {}, {}] are empty", features, height, width));
  }
  const std::size_t expected = static_cast<std::size_t>(features) * map_positions(outputs);
  if (outputs.activations.size() != expected) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} activations do not fill [{}, {}, {}]", outputs.activations.size(),
                            features, height, width));
  }
  if (std::ranges::all_of(outputs.activations, is_finite)) return {};
  return fail(ErrorCode::invalid_argument, "an activation is not finite");
}

Status check_class_weights(const MapOutputs& outputs, std::span<const float> weights,
                           std::string_view name) {
  const std::size_t classes = outputs.logits.size();
  const auto features = static_cast<std::size_t>(outputs.shape.features);
  if (classes == 0 || weights.size() != classes * features) {
    return fail(ErrorCode::invalid_argument, fmt::format("{} {} for {} classes and {} feature maps",
                                                         weights.size(), name, classes, features));
  }
  if (std::ranges::all_of(weights, is_finite)) return {};
  return fail(ErrorCode::invalid_argument, fmt::format("one of {} is not finite", name));
}

FloatImage weighted_map(const MapOutputs& outputs, std::span<const double> weights) {
  const std::size_t positions = map_positions(outputs);
  std::vector<double> sums(positions, 0.0);
  for (std::size_t f = 0; f < weights.size(); ++f) {
    const auto map = outputs.activations.subspan(f * positions, positions);
    for (std::size_t i = 0; i < positions; ++i) sums[i] += weights[f] * map[i];
  }
  FloatImage result{outputs.shape.width, outputs.shape.height, std::vector<float>(positions)};
  std::ranges::transform(sums, result.pixels.begin(),
                         [](double sum) { return static_cast<float>(std::max(sum, 0.0)); });
  return result;
}

tl::unexpected<Error> not_of_format_1(std::string_view method) {
  return fail(ErrorCode::unsupported,
              fmt::format("{} needs the outputs of a bundle of format 2, this one is of format 1: "
                          "export it again",
                          method));
}

}  // namespace chestlens
