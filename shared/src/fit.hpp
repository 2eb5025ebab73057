#pragma once

#include <chestlens/preprocess.hpp>

namespace chestlens {

struct Rectangle {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
};

/// The part of the film that fills a part of the network's square.
struct FitRegions {
  Rectangle film;
  Rectangle square;
};

/// Both regions are whole pixels, at least 1 x 1, centred but for the lungs. Sizes are at least 1.
FitRegions fit_regions(const GreyImage& film, int size_pixels, FitMode mode);

}  // namespace chestlens
