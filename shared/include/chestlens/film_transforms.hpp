#pragma once

#include <chestlens/image.hpp>

#include <cstdint>

namespace chestlens {

// Changes of a whole film that are no disease. The film, of one pixel at least, keeps its size and
// max_level.

/// A film's levels as numbers; and a film of numbers, rounded and kept within 0 .. max_level.
FloatImage level_values(const GreyImage& film);
GreyImage film_of(const FloatImage& values, std::uint16_t max_level);

/// The film turned about its middle, clockwise, and then shifted to the right by a share of its
/// width; where it leaves its frame empty its edge goes on.
GreyImage moved(const GreyImage& film, double right_share, double clockwise_degrees);

/// Left and right exchanged.
GreyImage mirrored(GreyImage film);

/// Shrunk by area average to so many pixels, 1 or more, and enlarged again.
GreyImage coarsened(const GreyImage& film, int width_pixels, int height_pixels);

/// sigmoid(contrast * logit(x) + log(brightness)), of levels x from 0, the film's darkest, to 1,
/// its brightest: training's change of lighting (fastai's). Both stay where they are, so that no
/// window by percentiles undoes it; contrast is the curve's slope at middle grey. Factors > 0.
GreyImage with_lighting(GreyImage film, double brightness, double contrast);

}  // namespace chestlens
