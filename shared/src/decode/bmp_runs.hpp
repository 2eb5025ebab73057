#pragma once

#include "decoder.hpp"

#include <cstdint>
#include <vector>

namespace chestlens::decoder {

struct BmpIndices {
  std::vector<std::uint8_t> indices;  // [height,width]; pixels that are skipped are 0
  bool has_dropped = false;           // runs passed the ends of rows
};

/// The palette indices of a BMP's run lengths of 4 or 8 bits, rows as they are stored ("Bitmap
/// Compression" in Microsoft's documentation of GDI). Errors: truncated.
Result<BmpIndices> bmp_indices(Bytes bytes, std::size_t width, std::size_t height,
                               std::uint32_t bits);

}  // namespace chestlens::decoder
