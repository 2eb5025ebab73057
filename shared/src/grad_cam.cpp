#include <chestlens/grad_cam.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

bool all_finite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

}  // namespace

Result<FloatImage> grad_cam(std::span<const float> activations, const ActivationShape& shape,
                            std::span<const float> cam_weights) {
  const auto [features, height, width] = shape;
  if (features <= 0 || height <= 0 || width <= 0) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("activations of shape [{}, {}, {}] are empty", features, height, width));
  }
  const std::size_t plane = area_pixels(width, height);
  if (activations.size() % plane != 0 ||
      activations.size() / plane != static_cast<std::size_t>(features)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} activations do not fill [{}, {}, {}]", activations.size(), features,
                            height, width));
  }
  if (cam_weights.size() != static_cast<std::size_t>(features)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} cam_weights for {} feature maps", cam_weights.size(), features));
  }
  if (!all_finite(activations)) {
    return fail(ErrorCode::invalid_argument, "an activation is not finite");
  }
  if (!all_finite(cam_weights)) {
    return fail(ErrorCode::invalid_argument, "a cam_weight is not finite");
  }

  std::vector<double> sums(plane, 0.0);
  for (std::size_t f = 0; f < cam_weights.size(); ++f) {
    const std::span<const float> map = activations.subspan(f * plane, plane);
    const double weight = cam_weights[f];
    for (std::size_t i = 0; i < plane; ++i) sums[i] += weight * map[i];
  }
  FloatImage heatmap{width, height, std::vector<float>(plane)};
  std::transform(sums.begin(), sums.end(), heatmap.pixels.begin(),
                 [](double sum) { return static_cast<float>(std::max(sum, 0.0)); });
  if (!all_finite(heatmap.pixels)) {
    return fail(ErrorCode::invalid_argument, "the heat-map exceeds the range of float32");
  }
  return heatmap;
}

FloatImage normalize_heatmap(FloatImage heatmap) {
  float maximum = 0.0F;
  for (const float value : heatmap.pixels) maximum = std::max(maximum, value);
  if (maximum > 0.0F) {
    for (float& value : heatmap.pixels) value /= maximum;
  }
  return heatmap;
}

}  // namespace chestlens
