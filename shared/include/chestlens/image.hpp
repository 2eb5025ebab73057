#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// A decoded film: row-major grey levels 0 (black) .. max_level (white), nothing windowed away.
struct GreyImage {
  int width_pixels = 0;
  int height_pixels = 0;
  std::uint16_t max_level = 255;  // 255 of 8-bit files, 65535 of 16-bit files
  std::vector<std::uint16_t> pixels;
};

/// What a pixel is wide and high on the detector or the body, as the file says it.
struct PixelSpacing {
  double across_mm = 0.0;
  double down_mm = 0.0;

  friend bool operator==(const PixelSpacing&, const PixelSpacing&) = default;
};

/// A film as its file gives it, and what is to be said of it before it is predicted.
struct DecodedFilm {
  GreyImage image;
  std::string subject = {};             // what its header says it is, where that is no frontal
                                        // chest film: "a lateral film"
  std::vector<std::string> notes = {};  // what was done to read it, for people
  double colored_share = 0.0;           // of its pixels: red, green and blue far from each other
  std::optional<PixelSpacing> spacing = {};
};

/// Row-major RGBA, 8 bits per channel, alpha not premultiplied: ready for a texture or a PNG.
struct RgbaImage {
  int width_pixels = 0;
  int height_pixels = 0;
  std::vector<std::uint8_t> pixels;
};

/// Row-major values of one plane: a network's input [H,W] or a heat-map [h,w].
struct FloatImage {
  int width_pixels = 0;
  int height_pixels = 0;
  std::vector<float> pixels;
};

/// Number of pixels of a plane, without overflow for any int size.
constexpr std::size_t area_pixels(int width_pixels, int height_pixels) {
  return static_cast<std::size_t>(width_pixels) * static_cast<std::size_t>(height_pixels);
}

}  // namespace chestlens
