#pragma once

#include "tiff_blocks.hpp"

namespace chestlens::decoder {

// Three ways from a page to grey levels. Errors: those of tiff_stopped; corrupt; unsupported.

/// Whole numbers without a sign of at most 16 bits: grey, RGB, palette or CMYK; alpha is laid over
/// black.
bool is_plain(const TiffLayout& layout);
Result<Decoded> decode_plain(TIFF* tiff, const TiffSource& source, const TiffLayout& layout);

/// Grey of more bits, with a sign or of floating point: the lowest is black, the highest white.
bool is_measured(const TiffLayout& layout);
Result<Decoded> decode_measured(TIFF* tiff, const TiffSource& source, const TiffLayout& layout);

/// All else that libtiff itself turns into RGBA of 8 bits: YCbCr, Lab.
Result<Decoded> decode_by_libtiff(TIFF* tiff, const TiffSource& source, const TiffLayout& layout);

}  // namespace chestlens::decoder
