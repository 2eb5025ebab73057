#include <chestlens/turn.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace chestlens {

namespace {

/// Writes the plane of width x height turned into `to`, which has the same pixels' number.
template <typename Pixel>
void turn_into(std::vector<Pixel>& to, const std::vector<Pixel>& from, int width, int height,
               Turn turn) {
  to.resize(from.size());
  const int to_width = turn == Turn::half ? width : height;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int to_x = turn == Turn::half            ? width - 1 - x
                       : turn == Turn::quarter_right ? height - 1 - y
                                                     : y;
      const int to_y = turn == Turn::half            ? height - 1 - y
                       : turn == Turn::quarter_right ? x
                                                     : width - 1 - x;
      to[area_pixels(to_width, to_y) + static_cast<std::size_t>(to_x)] =
          from[area_pixels(width, y) + static_cast<std::size_t>(x)];
    }
  }
}

/// All but the pixels.
template <typename Image>
Image turned_image(const Image& image, Turn turn) {
  Image result = image;
  if (turn != Turn::half) std::swap(result.width_pixels, result.height_pixels);
  turn_into(result.pixels, image.pixels, image.width_pixels, image.height_pixels, turn);
  return result;
}

}  // namespace

FloatImage turned(const FloatImage& image, Turn turn) {
  return turned_image(image, turn);
}

GreyImage turned(const GreyImage& film, Turn turn) {
  return turned_image(film, turn);
}

FloatImage negative_of(FloatImage image) {
  for (float& pixel : image.pixels) pixel = 1.0F - pixel;
  return image;
}

}  // namespace chestlens
