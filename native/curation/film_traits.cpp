#include "curation/film_traits.hpp"

#include <chestlens/lung_field.hpp>

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace chestlens {
namespace {

constexpr int side_pixels = 256;

cv::Mat1f shrunk(const GreyImage& film) {
  const cv::Mat view(film.height_pixels, film.width_pixels, CV_16U,
                     const_cast<std::uint16_t*>(film.pixels.data()));
  cv::Mat1f values;
  view.convertTo(values, CV_32F, 1.0 / film.max_level);
  cv::resize(values, values, {side_pixels, side_pixels}, 0.0, 0.0, cv::INTER_AREA);
  return values;
}

}  // namespace

FilmTraits film_traits(const GreyImage& film) {
  const cv::Mat1f levels = shrunk(film);
  cv::Scalar mean, deviation;
  cv::meanStdDev(levels, mean, deviation);
  cv::Mat1f detail;
  cv::Laplacian(levels, detail, CV_32F);
  const double edges = cv::mean(cv::abs(detail))[0] / std::max(deviation[0], 1e-3);
  return {static_cast<float>(share_of(both_lungs(estimate_lung_field(film)))),
          static_cast<float>(mean[0]), static_cast<float>(deviation[0]), static_cast<float>(edges)};
}

}  // namespace chestlens
