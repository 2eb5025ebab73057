#include "trust/damage.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstdint>

namespace chestlens {
namespace {

cv::Mat mat_of(const GreyImage& film) {
  return cv::Mat(film.height_pixels, film.width_pixels, CV_16U,
                 const_cast<std::uint16_t*>(film.pixels.data()))
      .clone();
}

GreyImage film_of(const cv::Mat& mat, std::uint16_t max_level) {
  GreyImage film{mat.cols, mat.rows, max_level, {}};
  for (int y = 0; y < mat.rows; ++y) {
    const auto* row = mat.ptr<std::uint16_t>(y);
    film.pixels.insert(film.pixels.end(), row, row + mat.cols);
  }
  return film;
}

GreyImage turned_by(const GreyImage& film, cv::RotateFlags turn) {
  cv::Mat result;
  cv::rotate(mat_of(film), result, turn);
  return film_of(result, film.max_level);
}

GreyImage tilted(const GreyImage& film, double degrees) {
  const auto turn =
      cv::getRotationMatrix2D(cv::Point2f(static_cast<float>(film.width_pixels) / 2.0F,
                                          static_cast<float>(film.height_pixels) / 2.0F),
                              degrees, 1.0);
  cv::Mat result;
  cv::warpAffine(mat_of(film), result, turn, {film.width_pixels, film.height_pixels},
                 cv::INTER_LINEAR, cv::BORDER_CONSTANT);
  return film_of(result, film.max_level);
}

GreyImage mirrored(const GreyImage& film) {
  cv::Mat result;
  cv::flip(mat_of(film), result, 1);
  return film_of(result, film.max_level);
}

GreyImage negative(GreyImage film) {
  for (auto& level : film.pixels) level = static_cast<std::uint16_t>(film.max_level - level);
  return film;
}

GreyImage cut(const GreyImage& film, const cv::Rect& part) {
  return film_of(mat_of(film)(part), film.max_level);
}

GreyImage middle(const GreyImage& film) {
  const int width = std::max(1, film.width_pixels / 2);
  const int height = std::max(1, film.height_pixels / 2);
  return cut(film, {film.width_pixels / 4, film.height_pixels / 4, width, height});
}

GreyImage upper_half(const GreyImage& film) {
  return cut(film, {0, 0, film.width_pixels, std::max(1, film.height_pixels / 2)});
}

GreyImage blurred(const GreyImage& film) {
  cv::Mat result;
  cv::GaussianBlur(mat_of(film), result, {0, 0}, 0.02 * film.width_pixels);
  return film_of(result, film.max_level);
}

GreyImage noisy(GreyImage film, std::size_t seed) {
  cv::RNG draws(seed + 1);
  const double most = film.max_level;
  for (auto& level : film.pixels) {
    const double value = level + draws.gaussian(0.1 * most);
    level = static_cast<std::uint16_t>(std::clamp(value, 0.0, most));
  }
  return film;
}

}  // namespace

std::vector<NamedChange> ways_to_change_a_film() {
  using Film = const GreyImage&;
  return {
      {"turned to the right",
       [](Film f, std::size_t) { return turned_by(f, cv::ROTATE_90_CLOCKWISE); }},
      {"turned to the left",
       [](Film f, std::size_t) { return turned_by(f, cv::ROTATE_90_COUNTERCLOCKWISE); }},
      {"upside down", [](Film f, std::size_t) { return turned_by(f, cv::ROTATE_180); }},
      {"negative", [](Film f, std::size_t) { return negative(f); }},
      {"tilted by 20 degrees", [](Film f, std::size_t) { return tilted(f, 20.0); }},
      {"mirrored", [](Film f, std::size_t) { return mirrored(f); }},
      {"noisy", [](Film f, std::size_t i) { return noisy(f, i); }},
  };
}

std::vector<NamedChange> ways_to_damage_a_film() {
  using Film = const GreyImage&;
  return {
      {"cut to its middle", [](Film f, std::size_t) { return middle(f); }},
      {"upper half", [](Film f, std::size_t) { return upper_half(f); }},
      {"blurred", [](Film f, std::size_t) { return blurred(f); }},
  };
}

}  // namespace chestlens
