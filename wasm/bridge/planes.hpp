#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <vector>

namespace chestlens::bridge {

/// [C,h,w] to C planes of [h,w]. Errors: invalid_argument.
inline Result<std::vector<FloatImage>> split_planes(const std::vector<float>& values,
                                                    std::size_t classes, int height, int width) {
  if (height < 1 || width < 1 || values.size() != classes * area_pixels(width, height)) {
    return fail(ErrorCode::invalid_argument, "give classes * height * width values", "heatmaps");
  }
  const auto area = static_cast<std::ptrdiff_t>(area_pixels(width, height));
  std::vector<FloatImage> planes;
  for (auto from = values.begin(); from != values.end(); from += area) {
    planes.push_back({width, height, {from, from + area}});
  }
  return planes;
}

}  // namespace chestlens::bridge
