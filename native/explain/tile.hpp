#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/preprocess.hpp>

namespace chestlens {

/// The film with its longer side this many pixels long; by area average where it shrinks.
GreyImage film_tile(const GreyImage& film, int side_pixels);

/// What is above zero of a map over a film, `unit` of it in the strongest color: as the page draws
/// heat-maps, grey levels by the model's window. A unit that is not positive leaves the film bare.
/// Errors: those of render_overlay.
Result<RgbaImage> map_tile(const GreyImage& film, const FloatImage& map, float unit,
                           const InputSpec& input);

/// The colors of maps from nothing to the strongest, from left to right.
RgbaImage color_bar(int width_pixels, int height_pixels);

/// The largest value of a map, at least 0.
float most_of(const FloatImage& map);

}  // namespace chestlens
