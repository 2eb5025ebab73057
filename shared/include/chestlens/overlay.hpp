#pragma once

#include <chestlens/color_map.hpp>
#include <chestlens/contour.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/preprocess.hpp>

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

/// The part of a film that became the network's square, in its pixels; bars reach over its edges.
struct ShownPart {
  double left = 0.0, top = 0.0, width = 0.0, height = 0.0;
};

ShownPart shown_part(const GreyImage& film, FitMode fit);

/// Where a place of the square lies on the film, in its pixels from its upper left corner.
PlanePoint on_film(const PlanePoint& place, const ShownPart& part);

/// The film with a heat-map [h,w] over it: bilinearly enlarged to the part of the film that `fit`
/// showed the network, alpha = opacity * heat. Heat is in [0,1], and in [-1,1] where the colors are
/// for it (value_color), |heat| then being its alpha; it is clamped.
/// Errors: invalid_argument for an empty image or opacity outside [0,1].
Result<RgbaImage> render_overlay(const GreyImage& film, const Window& window,
                                 const FloatImage& heatmap, float opacity,
                                 FitMode fit = FitMode::squash,
                                 ColorMap colors = default_color_map);

}  // namespace chestlens
