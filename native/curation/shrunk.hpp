#pragma once

#include <chestlens/image.hpp>

#include <opencv2/core.hpp>

namespace chestlens {

/// A film's grey levels as [0,1] of its file's range, by area average at side x side pixels. The
/// film must not be empty.
cv::Mat1f shrunk(const GreyImage& film, int side);

}  // namespace chestlens
