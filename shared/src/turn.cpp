#include <chestlens/turn.hpp>

#include <cstddef>

namespace chestlens {

namespace {

/// Writes the pixels of `image`, turned, and their sides into `result`.
template <typename Image>
void turn_into(Image& result, const Image& image, Turn turn) {
  const int width = image.width_pixels;
  const int height = image.height_pixels;
  const bool swaps = turn != Turn::half;
  result.width_pixels = swaps ? height : width;
  result.height_pixels = swaps ? width : height;
  result.pixels.resize(image.pixels.size());
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int to_x = turn == Turn::half            ? width - 1 - x
                       : turn == Turn::quarter_right ? height - 1 - y
                                                     : y;
      const int to_y = turn == Turn::half            ? height - 1 - y
                       : turn == Turn::quarter_right ? x
                                                     : width - 1 - x;
      result.pixels[area_pixels(result.width_pixels, to_y) + static_cast<std::size_t>(to_x)] =
          image.pixels[area_pixels(width, y) + static_cast<std::size_t>(x)];
    }
  }
}

}  // namespace

FloatImage turned(const FloatImage& image, Turn turn) {
  FloatImage result;
  turn_into(result, image, turn);
  return result;
}

GreyImage turned(const GreyImage& film, Turn turn) {
  GreyImage result;
  result.max_level = film.max_level;
  turn_into(result, film, turn);
  return result;
}

FloatImage negative_of(FloatImage image) {
  for (float& pixel : image.pixels) pixel = 1.0F - pixel;
  return image;
}

}  // namespace chestlens
