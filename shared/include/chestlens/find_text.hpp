#pragma once

#include <chestlens/image.hpp>
#include <chestlens/region.hpp>

#include <vector>

namespace chestlens {

/// Boxes around what is burnt or laid into a film beside the patient: letters, side markers and
/// their plates, small bright metal. Found as small bright parts with sharp edges (a white top-hat
/// and connected components), near ones of one line joined. An estimate: faint letters are missed,
/// and clips or calcium may be taken for letters.
std::vector<Box> find_text(const GreyImage& film);

/// Those boxes.
Region text_region(const GreyImage& film);

}  // namespace chestlens
