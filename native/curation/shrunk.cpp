#include "curation/shrunk.hpp"

#include <opencv2/imgproc.hpp>

namespace chestlens {

cv::Mat1f shrunk(const GreyImage& film, int side) {
  const cv::Mat view(film.height_pixels, film.width_pixels, CV_16U,
                     const_cast<std::uint16_t*>(film.pixels.data()));
  cv::Mat1f values;
  view.convertTo(values, CV_32F, 1.0 / film.max_level);
  cv::Mat1f small;
  cv::resize(values, small, {side, side}, 0.0, 0.0, cv::INTER_AREA);
  return small;
}

}  // namespace chestlens
