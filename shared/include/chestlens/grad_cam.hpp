#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <span>

namespace chestlens {

/// Shape of one film's `activations` output: F feature maps of h x w.
struct ActivationShape {
  int features = 0;
  int height = 0;
  int width = 0;
};

/// relu(sum_f cam_weights[f] * activations[f]) for one class: Grad-CAM (Selvaraju 2017, eq. 1-2)
/// before scaling. `activations` is [F,h,w] row-major, `cam_weights` [F].
/// Errors: invalid_argument where a length does not fit the shape or a value is not finite.
Result<FloatImage> grad_cam(std::span<const float> activations, const ActivationShape& shape,
                            std::span<const float> cam_weights);

/// Scales a heat-map so that its maximum is 1; an all-zero map stays zero.
FloatImage normalize_heatmap(FloatImage heatmap);

}  // namespace chestlens
