#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/preprocess.hpp>

#include <array>
#include <cstdint>

namespace chestlens {

/// Grey levels shown as black (`low`) and white (`high`), in the film's own levels; `invert` swaps.
struct Window {
  double low_level = 0.0;
  double high_level = 255.0;
  bool invert = false;
};

/// The window an InputSpec's percentiles (nearest rank) give on this film; where both fall on one
/// level, its darkest and brightest.
Window window_from_percentiles(const GreyImage& film, double low_percentile,
                               double high_percentile);

/// The film as opaque grey RGBA under a window; one without width shows what is above it as white.
RgbaImage render_film(const GreyImage& film, const Window& window);

/// Turbo (Mikhailov 2019) at a position in [0,1], clamped: RGB.
std::array<std::uint8_t, 3> turbo_color(float position);

/// The film with a heat-map [h,w] in [0,1] over it: bilinearly enlarged to the part of the film
/// that `fit` showed the network, turbo colors, alpha = opacity * heat.
/// Errors: invalid_argument for an empty image or opacity outside [0,1].
Result<RgbaImage> render_overlay(const GreyImage& film, const Window& window,
                                 const FloatImage& heatmap, float opacity,
                                 FitMode fit = FitMode::squash);

}  // namespace chestlens
