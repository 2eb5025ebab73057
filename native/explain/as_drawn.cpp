#include "explain/map_metrics.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <numeric>
#include <random>

namespace chestlens {

FloatImage as_drawn(const FloatImage& map, int width_pixels, int height_pixels) {
  FloatImage drawn{width_pixels, height_pixels,
                   std::vector<float>(area_pixels(width_pixels, height_pixels))};
  // OpenCV's interface wants mutable pixels, and does not write into a source.
  const cv::Mat from(map.height_pixels, map.width_pixels, CV_32F,
                     const_cast<float*>(map.pixels.data()));
  cv::Mat to(height_pixels, width_pixels, CV_32F, drawn.pixels.data());
  cv::resize(cv::max(from, 0.0), to, to.size(), 0.0, 0.0, cv::INTER_LINEAR);
  return drawn;
}

std::vector<std::size_t> by_importance(const FloatImage& map, std::uint64_t seed) {
  std::vector<std::size_t> order(map.pixels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937_64 random(seed);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return map.pixels[a] > map.pixels[b]; });
  return order;
}

}  // namespace chestlens
