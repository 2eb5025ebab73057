#include "explain/map_metrics.hpp"

#include <chestlens/probability.hpp>

#include <opencv2/imgproc.hpp>

#include <numeric>

namespace chestlens {
namespace {

FloatImage mean_grey(const FloatImage& film) {
  const double sum = std::accumulate(film.pixels.begin(), film.pixels.end(), 0.0);
  const auto mean = static_cast<float>(sum / static_cast<double>(film.pixels.size()));
  return {film.width_pixels, film.height_pixels, std::vector<float>(film.pixels.size(), mean)};
}

/// By a Gaussian of a twentieth of the side, about the published 11 pixels of 224.
FloatImage blurred(const FloatImage& film) {
  FloatImage result = film;
  cv::Mat pixels(film.height_pixels, film.width_pixels, CV_32F, result.pixels.data());
  const double sigma = film.width_pixels / 20.0;
  cv::GaussianBlur(pixels, pixels, {0, 0}, sigma, sigma, cv::BORDER_REFLECT_101);
  return result;
}

}  // namespace

Result<double> perturbation_area(Perturbation kind, const FloatImage& film, const FloatImage& map,
                                 int class_index, const RunModel& network, int steps) {
  if (map.pixels.size() != film.pixels.size() || steps < 1) {
    return fail(ErrorCode::invalid_argument, "needs a map of the film's size and a step");
  }
  const bool deletes = kind == Perturbation::deletion;
  FloatImage at = deletes ? film : blurred(film);
  const FloatImage target = deletes ? mean_grey(film) : film;
  const auto order = by_importance(map);
  std::vector<float> inputs = at.pixels;
  std::size_t done = 0;
  for (int step = 1; step <= steps; ++step) {
    const std::size_t until =
        order.size() * static_cast<std::size_t>(step) / static_cast<std::size_t>(steps);
    for (; done < until; ++done) at.pixels[order[done]] = target.pixels[order[done]];
    inputs.insert(inputs.end(), at.pixels.begin(), at.pixels.end());
  }
  CHESTLENS_TRY(const auto logits, network(inputs, steps + 1));
  const std::size_t classes = logits.size() / static_cast<std::size_t>(steps + 1);
  double area = 0.0;
  for (int step = 0; step <= steps; ++step) {
    CHESTLENS_TRY(
        const auto probabilities,
        softmax(std::span(logits).subspan(static_cast<std::size_t>(step) * classes, classes)));
    const double weight = step == 0 || step == steps ? 0.5 : 1.0;
    area += weight * probabilities[static_cast<std::size_t>(class_index)] / steps;
  }
  return area;
}

}  // namespace chestlens
