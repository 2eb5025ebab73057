#pragma once

#include "decoder.hpp"

#include <cstdint>
#include <vector>

namespace chestlens::decoder {

/// The palette indices [height,width] of a BMP's run lengths of 4 or 8 bits, rows as they are
/// stored
/// ("Bitmap Compression" in Microsoft's documentation of GDI); pixels that are skipped are 0.
/// Errors: truncated, corrupt.
Result<std::vector<std::uint8_t>> bmp_indices(Bytes bytes, std::size_t width, std::size_t height,
                                              std::uint32_t bits);

}  // namespace chestlens::decoder
