#include <chestlens/region.hpp>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace chestlens {
namespace {

Region empty_region(int width_pixels, int height_pixels) {
  return {width_pixels, height_pixels,
          std::vector<std::uint8_t>(area_pixels(width_pixels, height_pixels), 0)};
}

/// Pixels of a row that are meant, without a gap; `end` is the first one after them.
struct Run {
  int begin = 0;
  int end = 0;
};

/// The runs of each row.
std::vector<std::vector<Run>> runs_of(const Region& region) {
  std::vector<std::vector<Run>> rows(static_cast<std::size_t>(region.height_pixels));
  std::size_t i = 0;
  for (auto& row : rows) {
    bool is_open = false;
    for (int x = 0; x < region.width_pixels; ++x, ++i) {
      const bool is_meant = region.pixels[i] != 0;
      if (is_meant && !is_open) row.push_back({x, x});
      if (is_meant) row.back().end = x + 1;
      is_open = is_meant;
    }
  }
  return rows;
}

/// How far a disc of OpenCV's reaches to either side of its middle, for each of its rows.
std::vector<int> reach_of_disc(int radius) {
  const int side = 2 * radius + 1;
  const cv::Mat disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, {side, side});
  std::vector<int> reach;
  for (int y = 0; y < side; ++y) reach.push_back((cv::countNonZero(disc.row(y)) - 1) / 2);
  return reach;
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
  const double left = box.left, top = box.top, right = box.right, bottom = box.bottom;
  const double middle_x = 0.5 * (left + right), middle_y = 0.5 * (top + bottom);
  const double radius_x = 0.5 * (right - left), radius_y = 0.5 * (bottom - top);
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
  if (pixels <= 0 || region.pixels.empty()) return region;
  const auto rows = runs_of(region);
  const auto reach = reach_of_disc(pixels);
  Region result = empty_region(region.width_pixels, region.height_pixels);
  std::vector<int> begins(static_cast<std::size_t>(region.width_pixels) + 1);  // less the ends
  auto pixel = result.pixels.begin();
  for (int y = 0; y < region.height_pixels; ++y) {
    std::ranges::fill(begins, 0);
    const int last = std::min(region.height_pixels - 1, y + pixels);
    for (int from = std::max(0, y - pixels); from <= last; ++from) {
      const int across = reach[static_cast<std::size_t>(from - y + pixels)];
      for (const Run& run : rows[static_cast<std::size_t>(from)]) {
        ++begins[static_cast<std::size_t>(std::max(0, run.begin - across))];
        --begins[static_cast<std::size_t>(std::min(region.width_pixels, run.end + across))];
      }
    }
    int open = 0;
    for (int x = 0; x < region.width_pixels; ++x, ++pixel) {
      open += begins[static_cast<std::size_t>(x)];
      *pixel = open > 0;
    }
  }
  return result;
}

double share_of(const Region& region) {
  if (region.pixels.empty()) return 0.0;
  const auto meant = std::ranges::count_if(region.pixels, [](auto pixel) { return pixel != 0; });
  return static_cast<double>(meant) / static_cast<double>(region.pixels.size());
}

}  // namespace chestlens
