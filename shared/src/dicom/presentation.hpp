#pragma once

#include "grey.hpp"

#include <chestlens/image.hpp>

#include <string>

namespace chestlens::dicom {

/// A film as its header asks for it, and without a window.
struct Presented {
  GreyImage film;
  GreyImage all_levels;
  std::string window;
};

/// Modality LUT or rescale, then VOI LUT or window, then MONOCHROME1's or the presentation LUT's
/// inversion (PS3.3, C.11.1, C.11.2, C.11.6); padding is black. A film of at most 8 bits that asks
/// for nothing keeps its levels; one of more without a window spans its darkest to its brightest.
Presented present(const GreyFrame& grey, DcmItem& data, const std::string& photometric);

}  // namespace chestlens::dicom
