#pragma once

#include "decoder.hpp"

#include <chestlens/film_change.hpp>

namespace chestlens::decoder {

/// What makes a film with this orientation upright: TIFF 6.0's tag 274, 1 to 8; others change
/// nothing.
FilmChange upright(int orientation);

/// The orientation in EXIF data, a TIFF without pixels; 1 where there is none that can be read.
int exif_orientation(Bytes exif);

}  // namespace chestlens::decoder
