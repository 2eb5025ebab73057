#pragma once

#include "trust/picture_kind.hpp"

#include <vector>

namespace chestlens {

/// Pictures that are no films and want no file: white noise, smooth noise, stripes and gratings,
/// pages of print, plain grey; and generated films, which are films of nobody.
std::vector<PictureKind> generated_kinds();

}  // namespace chestlens
