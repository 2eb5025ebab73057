#include "fit.hpp"
#include "window.hpp"

#include <chestlens/preprocess.hpp>
#include <chestlens/text.hpp>

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace chestlens {
namespace {

/// Resizes each axis on its own: area average along a side that shrinks, then bilinear along one
/// that grows. (OpenCV's INTER_AREA turns to something else on both axes when either grows.)
cv::Mat resize_by_axis(const cv::Mat& source, cv::Size target) {
  const cv::Size shrunk(std::min(source.cols, target.width), std::min(source.rows, target.height));
  cv::Mat averaged;
  cv::resize(source, averaged, shrunk, 0.0, 0.0, cv::INTER_AREA);
  cv::Mat result;
  cv::resize(averaged, result, target, 0.0, 0.0, cv::INTER_LINEAR);
  return result;
}

cv::Mat windowed(const GreyImage& film, const Rectangle& region, const Window& window) {
  const std::vector<float> table = window_table(window, film);
  cv::Mat values(region.height, region.width, CV_32F);
  for (int y = 0; y < region.height; ++y) {
    const auto* levels =
        film.pixels.data() + area_pixels(film.width_pixels, region.y + y) + region.x;
    std::transform(levels, levels + region.width, values.ptr<float>(y),
                   [&](std::uint16_t level) { return table[level]; });
  }
  return values;
}

Status check(const GreyImage& film, const InputSpec& spec) {
  if (!is_filled(film)) return fail(ErrorCode::invalid_argument, "the film is empty");
  if (spec.size_pixels < 1 || spec.size_pixels > 2048) {
    return fail(ErrorCode::invalid_argument,
                "must be 1..2048, is " + std::to_string(spec.size_pixels), "input.size_pixels");
  }
  const double low = spec.window_low_percentile;
  const double high = spec.window_high_percentile;
  if (!(low >= 0.0 && low < high && high <= 100.0)) {
    return fail(ErrorCode::invalid_argument,
                "window percentiles must be 0 <= low < high <= 100, are " + describe_number(low) +
                    " and " + describe_number(high));
  }
  return {};
}

/// `picture` as the parts of `film` are fitted, which may be the same.
FloatImage fitted_input(const GreyImage& film, const GreyImage& picture, const InputSpec& spec) {
  const auto [region, square] = fit_regions(film, spec.size_pixels, spec.fit);
  const Window window =
      window_from_percentiles(picture, spec.window_low_percentile, spec.window_high_percentile);
  const cv::Mat fitted =
      resize_by_axis(windowed(picture, region, window), {square.width, square.height});

  FloatImage input{spec.size_pixels, spec.size_pixels,
                   std::vector<float>(area_pixels(spec.size_pixels, spec.size_pixels), 0.0F)};
  for (int y = 0; y < square.height; ++y) {
    // Averages of values in [0,1] may round to slightly more than 1.
    std::transform(fitted.ptr<float>(y), fitted.ptr<float>(y) + square.width,
                   input.pixels.data() + area_pixels(spec.size_pixels, square.y + y) + square.x,
                   [](float value) { return std::clamp(value, 0.0F, 1.0F); });
  }
  return input;
}

}  // namespace

Result<FloatImage> preprocess(const GreyImage& film, const InputSpec& spec) {
  return preprocess_as(film, film, spec);
}

Result<FloatImage> preprocess_as(const GreyImage& film, const GreyImage& picture,
                                 const InputSpec& spec) {
  CHESTLENS_CHECK(check(film, spec));
  CHESTLENS_CHECK(check(picture, spec));
  if (picture.width_pixels != film.width_pixels || picture.height_pixels != film.height_pixels) {
    return fail(ErrorCode::mismatch,
                "a picture of " + describe_size(picture.width_pixels, picture.height_pixels) +
                    " pixels cannot lie on a film of " +
                    describe_size(film.width_pixels, film.height_pixels));
  }
  try {
    return fitted_input(film, picture, spec);
  } catch (const std::exception& exception) {  // OpenCV's way to report that memory ran out
    return fail(ErrorCode::runtime, "resizing " +
                                        describe_size(film.width_pixels, film.height_pixels) +
                                        " pixels failed: " + exception.what());
  }
}

}  // namespace chestlens
