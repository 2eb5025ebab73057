#include <chestlens/region.hpp>

#include <fmt/format.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>

namespace chestlens {
namespace {

constexpr std::array<std::string_view, 3> fill_names{"mean", "blurred", "noise"};

Region empty_region(int width_pixels, int height_pixels) {
  return {width_pixels, height_pixels,
          std::vector<std::uint8_t>(area_pixels(width_pixels, height_pixels), 0)};
}

/// A view of a region's pixels.
cv::Mat1b mat_of(Region& region) {
  return {region.height_pixels, region.width_pixels, region.pixels.data()};
}

std::vector<std::uint16_t> levels_outside(const GreyImage& film, const Region& region) {
  std::vector<std::uint16_t> levels;
  for (std::size_t i = 0; i < film.pixels.size(); ++i) {
    if (region.pixels[i] == 0) levels.push_back(film.pixels[i]);
  }
  if (levels.empty()) levels.push_back(film.max_level / 2);
  return levels;
}

std::uint16_t mean_of(const std::vector<std::uint16_t>& levels) {
  const double sum = std::accumulate(levels.begin(), levels.end(), 0.0);
  return static_cast<std::uint16_t>(std::lround(sum / static_cast<double>(levels.size())));
}

void cover_with_mean(GreyImage& film, const Region& region) {
  const std::uint16_t mean = mean_of(levels_outside(film, region));
  for (std::size_t i = 0; i < film.pixels.size(); ++i) {
    if (region.pixels[i] != 0) film.pixels[i] = mean;
  }
}

void cover_with_noise(GreyImage& film, const Region& region) {
  const auto levels = levels_outside(film, region);
  std::mt19937 random(1);
  for (std::size_t i = 0; i < film.pixels.size(); ++i) {
    if (region.pixels[i] != 0) film.pixels[i] = levels[random() % levels.size()];
  }
}

void cover_with_blur(GreyImage& film, const Region& region) {
  const cv::Mat original(film.height_pixels, film.width_pixels, CV_16U, film.pixels.data());
  cv::Mat blurred;
  cv::GaussianBlur(original, blurred, {0, 0},
                   std::max(1.0, 0.1 * std::min(film.width_pixels, film.height_pixels)));
  for (int y = 0; y < film.height_pixels; ++y) {
    const auto* row = blurred.ptr<std::uint16_t>(y);
    for (int x = 0; x < film.width_pixels; ++x) {
      const std::size_t i = area_pixels(film.width_pixels, y) + static_cast<std::size_t>(x);
      if (region.pixels[i] != 0) film.pixels[i] = row[x];
    }
  }
}

}  // namespace

Region border_region(int width_pixels, int height_pixels, double share) {
  const int width = static_cast<int>(std::lround(share * std::min(width_pixels, height_pixels)));
  const Box inside{width, width, width_pixels - width, height_pixels - width};
  return outside(boxes_region(width_pixels, height_pixels, {inside}));
}

Region boxes_region(int width_pixels, int height_pixels, const std::vector<Box>& boxes) {
  Region region = empty_region(width_pixels, height_pixels);
  for (const Box& box : boxes) {
    for (int y = std::max(0, box.top); y < std::min(height_pixels, box.bottom); ++y) {
      for (int x = std::max(0, box.left); x < std::min(width_pixels, box.right); ++x) {
        region.pixels[area_pixels(width_pixels, y) + static_cast<std::size_t>(x)] = 1;
      }
    }
  }
  return region;
}

Region ellipse_region(int width_pixels, int height_pixels, const Box& box) {
  Region region = empty_region(width_pixels, height_pixels);
  const double middle_x = 0.5 * (box.left + box.right), middle_y = 0.5 * (box.top + box.bottom);
  const double radius_x = 0.5 * (box.right - box.left), radius_y = 0.5 * (box.bottom - box.top);
  if (radius_x <= 0.0 || radius_y <= 0.0) return region;
  for (int y = 0; y < height_pixels; ++y) {
    for (int x = 0; x < width_pixels; ++x) {
      const double across = (x + 0.5 - middle_x) / radius_x, down = (y + 0.5 - middle_y) / radius_y;
      const bool is_inside = across * across + down * down <= 1.0;
      region.pixels[area_pixels(width_pixels, y) + static_cast<std::size_t>(x)] = is_inside;
    }
  }
  return region;
}

Region outside(Region region) {
  for (std::uint8_t& pixel : region.pixels) pixel = pixel == 0;
  return region;
}

Region grown(const Region& region, int pixels) {
  Region source = region;
  Region result = empty_region(region.width_pixels, region.height_pixels);
  if (pixels <= 0 || region.pixels.empty()) return region;
  cv::Mat target = mat_of(result);
  const cv::Size size(2 * pixels + 1, 2 * pixels + 1);
  cv::dilate(mat_of(source), target, cv::getStructuringElement(cv::MORPH_ELLIPSE, size));
  return result;
}

double share_of(const Region& region) {
  if (region.pixels.empty()) return 0.0;
  const auto meant = std::ranges::count_if(region.pixels, [](auto pixel) { return pixel != 0; });
  return static_cast<double>(meant) / static_cast<double>(region.pixels.size());
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
