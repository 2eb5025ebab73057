#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

namespace chestlens {

/// Refuses a film that shows nothing: but for one pixel in 500, its levels are at most 8 different
/// ones within a fiftieth of the range. Errors: not_an_image.
Status check_not_blank(const GreyImage& film);

}  // namespace chestlens
