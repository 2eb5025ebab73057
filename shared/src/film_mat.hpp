#pragma once

#include <chestlens/image.hpp>

#include <opencv2/core.hpp>

namespace chestlens {

/// A film as [0,1] from its darkest level to its brightest, made smaller by area average where its
/// longer side has more than `most_side_pixels`; empty where it has no pixel or one level alone.
cv::Mat1f film_mat(const GreyImage& film, int most_side_pixels);

}  // namespace chestlens
