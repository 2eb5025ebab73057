#pragma once

#include <chestlens/image.hpp>

#include <vector>

namespace chestlens {

/// The two cells of an axis between which a pixel lies, and its share of the way to the second.
struct Tap {
  int first = 0;
  int second = 0;
  float share = 0.0F;
  bool inside = true;  // the pixel's centre lies on the cells, not beside them
};

/// Taps of `pixels` pixels, of which `shown` from `start` on span the cells (more than there are
/// where bars were added to them, fewer where they were cut). Pixel centres, edges repeated.
std::vector<Tap> axis_taps(int pixels, double start, double shown, int cells);

/// The value between four cells of `image`.
float value_at(const FloatImage& image, const Tap& x, const Tap& y);

}  // namespace chestlens
