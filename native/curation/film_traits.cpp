#include "curation/film_traits.hpp"

#include "curation/shrunk.hpp"

#include <chestlens/lung_field.hpp>

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace chestlens {
namespace {

constexpr int side_pixels = 256;

}  // namespace

FilmTraits film_traits(const GreyImage& film) {
  const cv::Mat1f levels = shrunk(film, side_pixels);
  cv::Scalar mean, deviation;
  cv::meanStdDev(levels, mean, deviation);
  cv::Mat1f detail;
  cv::Laplacian(levels, detail, CV_32F);
  const double edges = cv::mean(cv::abs(detail))[0] / std::max(deviation[0], 1e-3);
  return {static_cast<float>(share_of(both_lungs(estimate_lung_field(film)))),
          static_cast<float>(mean[0]), static_cast<float>(deviation[0]), static_cast<float>(edges)};
}

}  // namespace chestlens
