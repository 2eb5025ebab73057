#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

namespace chestlens {

/// The film as an 8-bit JPEG of a quality (1 to 100) keeps it, at its own range of levels. Errors:
/// runtime.
Result<GreyImage> through_jpeg(const GreyImage& film, int quality);

}  // namespace chestlens
