#pragma once

#include <chestlens/error.hpp>

#include <string>

namespace chestlens::viewer {

/// The current framebuffer's pixels as a PNG file. Errors: io.
Status save_screenshot(int width_pixels, int height_pixels, const std::string& path);

}  // namespace chestlens::viewer
