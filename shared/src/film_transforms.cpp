#include <chestlens/film_transforms.hpp>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace chestlens {
namespace {

cv::Mat1f mat_of(FloatImage& image) {
  return {image.height_pixels, image.width_pixels, image.pixels.data()};
}

/// A change of the levels into a picture of the same size.
template <typename Change>
GreyImage changed(const GreyImage& film, Change change) {
  FloatImage values = level_values(film), result = values;
  const cv::Mat1f from = mat_of(values);
  cv::Mat1f to = mat_of(result);
  change(from, to);
  return film_of(result, film.max_level);
}

}  // namespace

FloatImage level_values(const GreyImage& film) {
  return {film.width_pixels, film.height_pixels,
          std::vector<float>(film.pixels.begin(), film.pixels.end())};
}

GreyImage film_of(const FloatImage& values, std::uint16_t max_level) {
  GreyImage film{values.width_pixels, values.height_pixels, max_level,
                 std::vector<std::uint16_t>(values.pixels.size())};
  std::ranges::transform(values.pixels, film.pixels.begin(), [max_level](float value) {
    const float level = std::clamp(value, 0.0F, static_cast<float>(max_level));
    return static_cast<std::uint16_t>(std::lround(level));
  });
  return film;
}

GreyImage moved(const GreyImage& film, double right_share, double clockwise_degrees) {
  return changed(film, [&](const cv::Mat1f& from, cv::Mat1f& to) {
    const cv::Point2f middle(static_cast<float>(from.cols) / 2.0F,
                             static_cast<float>(from.rows) / 2.0F);
    cv::Mat1d turn = cv::getRotationMatrix2D(middle, -clockwise_degrees, 1.0);
    turn(0, 2) += right_share * from.cols;
    cv::warpAffine(from, to, turn, from.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  });
}

GreyImage mirrored(GreyImage film) {
  const auto width = static_cast<std::ptrdiff_t>(film.width_pixels);
  for (auto row = film.pixels.begin(); row != film.pixels.end(); row += width) {
    std::reverse(row, row + width);
  }
  return film;
}

GreyImage coarsened(const GreyImage& film, int width_pixels, int height_pixels) {
  return changed(film, [&](const cv::Mat1f& from, cv::Mat1f& to) {
    cv::Mat1f small;
    cv::resize(from, small, {width_pixels, height_pixels}, 0.0, 0.0, cv::INTER_AREA);
    cv::resize(small, to, from.size(), 0.0, 0.0, cv::INTER_LINEAR);
  });
}

GreyImage with_lighting(GreyImage film, double brightness, double contrast) {
  const auto [darkest, brightest] = std::ranges::minmax(film.pixels);
  std::vector<std::uint16_t> table(std::size_t{brightest} + 1);
  const double range = brightest - darkest;
  for (std::size_t level = darkest; range > 0.0 && level < table.size(); ++level) {
    const double x = (static_cast<double>(level) - darkest) / range;
    const double bright = brightness * std::pow(x, contrast), dark = std::pow(1.0 - x, contrast);
    table[level] =
        static_cast<std::uint16_t>(std::lround(darkest + range * bright / (bright + dark)));
  }
  if (range > 0.0) std::ranges::for_each(film.pixels, [&](auto& level) { level = table[level]; });
  return film;
}

}  // namespace chestlens
