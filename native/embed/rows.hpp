#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace chestlens {

/// Numbers of some films, a row of each: features, or what is left of them.
struct Rows {
  std::size_t width = 0;      // numbers of a row
  std::vector<float> values;  // row-major

  std::size_t count() const { return width == 0 ? 0 : values.size() / width; }
  std::span<const float> row(std::size_t i) const {
    return std::span(values).subspan(i * width, width);
  }
};

}  // namespace chestlens
