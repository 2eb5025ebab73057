#include "film_mat.hpp"

#include "window.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace chestlens {

cv::Mat1f film_mat(const GreyImage& film, int most_side_pixels) {
  if (!is_filled(film)) return {};
  const auto [darkest, brightest] = std::ranges::minmax(film.pixels);
  if (darkest == brightest) return {};
  const cv::Mat1w levels(film.height_pixels, film.width_pixels,
                         const_cast<std::uint16_t*>(film.pixels.data()));
  cv::Mat1f result;
  const double range = static_cast<double>(brightest) - darkest;
  levels.convertTo(result, CV_32F, 1.0 / range, -darkest / range);
  const int longer = std::max(film.width_pixels, film.height_pixels);
  if (longer <= most_side_pixels) return result;
  const double scale = static_cast<double>(most_side_pixels) / longer;
  const cv::Size size(std::max(1, static_cast<int>(std::lround(film.width_pixels * scale))),
                      std::max(1, static_cast<int>(std::lround(film.height_pixels * scale))));
  cv::resize(result, result, size, 0.0, 0.0, cv::INTER_AREA);
  return result;
}

}  // namespace chestlens
