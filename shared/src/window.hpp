#pragma once

#include <chestlens/overlay.hpp>

#include <cstdint>
#include <vector>

namespace chestlens {

/// Whether the pixels fill a plane of at least one pixel.
template <typename Image>
bool is_filled(const Image& image) {
  return image.width_pixels > 0 && image.height_pixels > 0 &&
         image.pixels.size() == area_pixels(image.width_pixels, image.height_pixels);
}

/// The window's value in [0,1] of every grey level that the film has: 0 up to its highest. A window
/// without width is a step: levels above it are 1.
std::vector<float> window_table(const Window& window, const GreyImage& film);

}  // namespace chestlens
