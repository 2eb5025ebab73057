#include "trust/generated_kinds.hpp"

#include "phantom/phantom.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace chestlens {
namespace {

constexpr int side = 224;
constexpr std::size_t pictures = 100;

GreyImage image_of(const cv::Mat& levels) {
  cv::Mat scaled;
  cv::normalize(levels, scaled, 0.0, 255.0, cv::NORM_MINMAX, CV_8U);
  GreyImage image{scaled.cols, scaled.rows, 255, {}};
  for (int y = 0; y < scaled.rows; ++y) {
    const auto* row = scaled.ptr<std::uint8_t>(y);
    image.pixels.insert(image.pixels.end(), row, row + scaled.cols);
  }
  return image;
}

cv::Mat noise(std::size_t seed) {
  cv::Mat levels(side, side, CV_32F);
  cv::RNG draws(seed + 1);
  draws.fill(levels, cv::RNG::NORMAL, 0.0, 1.0);
  return levels;
}

Result<GreyImage> white_noise(std::size_t i) {
  return image_of(noise(i));
}

/// Noise smoothed over 2 to 40 pixels: clouds.
Result<GreyImage> smooth_noise(std::size_t i) {
  const double sigma = 2.0 * std::pow(20.0, static_cast<double>(i) / (pictures - 1));
  cv::Mat smooth;
  cv::GaussianBlur(noise(i), smooth, {0, 0}, sigma);
  return image_of(smooth);
}

/// A grating of any direction, 3 to 40 periods wide; every other one has sharp edges.
Result<GreyImage> grating(std::size_t i) {
  cv::RNG draws(i + 1);
  const double angle = draws.uniform(0.0, std::numbers::pi);
  const double periods = draws.uniform(3.0, 40.0);
  cv::Mat levels(side, side, CV_32F);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double along = (x * std::cos(angle) + y * std::sin(angle)) / side;
      const double wave = std::sin(2.0 * std::numbers::pi * periods * along);
      levels.at<float>(y, x) = static_cast<float>(i % 2 == 0 ? wave : std::copysign(1.0, wave));
    }
  }
  return image_of(levels);
}

/// Lines of words, dark on white; every other page is light on black.
Result<GreyImage> printed_page(std::size_t i) {
  cv::RNG draws(i + 1);
  cv::Mat page(2 * side, 2 * side, CV_8U, cv::Scalar(i % 2 == 0 ? 250 : 10));
  const double size = draws.uniform(0.3, 1.0);
  const int step = static_cast<int>(40.0 * size) + 4;
  for (int y = step; y < page.rows - step / 2; y += step) {
    std::string line;
    while (line.size() < 60) {
      const int letters = draws.uniform(2, 10);
      for (int n = 0; n < letters; ++n) line += static_cast<char>('a' + draws.uniform(0, 26));
      line += ' ';
    }
    cv::putText(page, line, {page.cols / 16, y}, cv::FONT_HERSHEY_COMPLEX, size,
                cv::Scalar(i % 2 == 0 ? 20 : 240), 1, cv::LINE_AA);
  }
  return image_of(page);
}

Result<GreyImage> plain_grey(std::size_t i) {
  const auto level = static_cast<std::uint16_t>(i * 255 / 9);
  return GreyImage{side, side, 255, std::vector<std::uint16_t>(area_pixels(side, side), level)};
}

}  // namespace

std::vector<PictureKind> generated_kinds() {
  return {{"white noise", pictures, white_noise},
          {"smooth noise", pictures, smooth_noise},
          {"gratings", pictures, grating},
          {"printed pages", pictures, printed_page},
          {"plain grey", 10, plain_grey}};
}

}  // namespace chestlens
