#include <chestlens/region.hpp>

#include <fmt/format.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace chestlens {
namespace {

constexpr std::array<std::string_view, 3> fill_names{"mean", "blurred", "noise"};

/// A blur of a tenth of a film's side is the same at this many pixels, and takes no time.
constexpr double blurred_side_pixels = 128.0;

void cover_with_mean(GreyImage& film, const Region& region) {
  double sum = 0.0, count = 0.0;
  for (std::size_t i = 0; i < film.pixels.size(); ++i) {
    if (region.pixels[i] != 0) continue;
    sum += film.pixels[i];
    count += 1.0;
  }
  const long mean = count > 0.0 ? std::lround(sum / count) : film.max_level / 2;
  for (std::size_t i = 0; i < film.pixels.size(); ++i) {
    if (region.pixels[i] != 0) film.pixels[i] = static_cast<std::uint16_t>(mean);
  }
}

void cover_with_noise(GreyImage& film, const Region& region) {
  std::vector<std::uint16_t> levels;
  for (std::size_t i = 0; i < film.pixels.size(); ++i) {
    if (region.pixels[i] == 0) levels.push_back(film.pixels[i]);
  }
  if (levels.empty()) levels.push_back(film.max_level / 2);
  std::mt19937 random(1);
  for (std::size_t i = 0; i < film.pixels.size(); ++i) {
    if (region.pixels[i] != 0) film.pixels[i] = levels[random() % levels.size()];
  }
}

/// The film after a blur of a tenth of its shorter side.
cv::Mat1w blurred(GreyImage& film) {
  const cv::Mat1w original(film.height_pixels, film.width_pixels, film.pixels.data());
  const double shorter = std::min(film.width_pixels, film.height_pixels);
  const double scale = std::min(1.0, blurred_side_pixels / shorter);
  cv::Mat1w small, result;
  if (scale < 1.0) cv::resize(original, small, {}, scale, scale, cv::INTER_AREA);
  cv::GaussianBlur(scale < 1.0 ? small : original, result, {0, 0},
                   std::max(1.0, 0.1 * shorter * scale));
  if (scale < 1.0) cv::resize(result, result, original.size(), 0.0, 0.0, cv::INTER_LINEAR);
  return result;
}

void cover_with_blur(GreyImage& film, const Region& region) {
  const cv::Mat1w smooth = blurred(film);
  for (int y = 0; y < film.height_pixels; ++y) {
    for (int x = 0; x < film.width_pixels; ++x) {
      const std::size_t i = area_pixels(film.width_pixels, y) + static_cast<std::size_t>(x);
      if (region.pixels[i] != 0) film.pixels[i] = smooth(y, x);
    }
  }
}

}  // namespace

std::vector<std::string> cover_fill_names() {
  return {fill_names.begin(), fill_names.end()};
}

std::string_view to_string(CoverFill fill) {
  return fill_names[static_cast<std::size_t>(fill)];
}

Result<CoverFill> parse_cover_fill(std::string_view name) {
  const auto at = std::ranges::find(fill_names, name);
  if (at != fill_names.end()) return static_cast<CoverFill>(at - fill_names.begin());
  return fail(ErrorCode::invalid_argument, "one of mean, blurred and noise", std::string(name));
}

Result<GreyImage> covered(const GreyImage& film, const Region& region, CoverFill fill) {
  if (film.width_pixels != region.width_pixels || film.height_pixels != region.height_pixels ||
      film.pixels.size() != region.pixels.size()) {
    return fail(ErrorCode::mismatch,
                fmt::format("a region of {} x {} pixels cannot cover a film of {} x {}",
                            region.width_pixels, region.height_pixels, film.width_pixels,
                            film.height_pixels));
  }
  GreyImage result = film;
  if (fill == CoverFill::mean) cover_with_mean(result, region);
  if (fill == CoverFill::blurred) cover_with_blur(result, region);
  if (fill == CoverFill::noise) cover_with_noise(result, region);
  return result;
}

}  // namespace chestlens
