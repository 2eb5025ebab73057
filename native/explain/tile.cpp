#include "explain/tile.hpp"

#include <chestlens/overlay.hpp>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

constexpr float tile_opacity = 0.5F;

}  // namespace

GreyImage film_tile(const GreyImage& film, int side_pixels) {
  const double factor =
      static_cast<double>(side_pixels) / std::max(film.width_pixels, film.height_pixels);
  GreyImage tile{std::max(1, static_cast<int>(std::lround(film.width_pixels * factor))),
                 std::max(1, static_cast<int>(std::lround(film.height_pixels * factor))),
                 film.max_level,
                 {}};
  tile.pixels.resize(area_pixels(tile.width_pixels, tile.height_pixels));
  // OpenCV's interface wants mutable pixels, and does not write into a source.
  const cv::Mat from(film.height_pixels, film.width_pixels, CV_16U,
                     const_cast<std::uint16_t*>(film.pixels.data()));
  cv::Mat to(tile.height_pixels, tile.width_pixels, CV_16U, tile.pixels.data());
  cv::resize(from, to, to.size(), 0.0, 0.0, factor < 1.0 ? cv::INTER_AREA : cv::INTER_LINEAR);
  return tile;
}

RgbaImage color_bar(int width_pixels, int height_pixels, ColorMap colors) {
  RgbaImage bar{width_pixels, height_pixels, {}};
  for (int y = 0; y < height_pixels; ++y) {
    for (int x = 0; x < width_pixels; ++x) {
      const auto [red, green, blue] =
          map_color(colors, (static_cast<float>(x) + 0.5F) / static_cast<float>(width_pixels));
      bar.pixels.insert(bar.pixels.end(), {red, green, blue, 255});
    }
  }
  return bar;
}

std::vector<ColorBar> color_bars(const MapLook& look) {
  std::vector<ColorBar> bars{{look.colors, "nothing", "strongest"}};
  if (look.sides == MapSides::both) bars.push_back({ColorMap::diverging, "against", "for"});
  return bars;
}

Result<RgbaImage> map_tile(const GreyImage& film, const FloatImage& heat, ColorMap colors,
                           const InputSpec& input) {
  const Window window =
      window_from_percentiles(film, input.window_low_percentile, input.window_high_percentile);
  return render_overlay(film, window, heat, tile_opacity, input.fit, colors);
}

}  // namespace chestlens
