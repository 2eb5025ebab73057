#pragma once

#include <chestlens/error.hpp>
#include <chestlens/question.hpp>

namespace chestlens {

/// The largest coordinate and radius of a shape, either way; no film is so wide.
inline constexpr int most_coordinate_pixels = 1'000'000;

/// Whether an area is one, on whatever film. Errors: invalid_argument for a box without pixels, a
/// brush without a stroke, a stroke without a point, a radius of no pixels, and what lies beyond
/// most_coordinate_pixels.
Status check_area(const CoveredArea& area);

}  // namespace chestlens
