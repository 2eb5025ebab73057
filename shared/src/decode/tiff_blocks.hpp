#pragma once

#include "tiff_source.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace chestlens::decoder {

/// How a page's samples lie in the file.
struct TiffLayout {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint16_t bits = 1;
  std::uint16_t samples = 1;
  std::uint16_t sample_format = SAMPLEFORMAT_UINT;
  std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
  std::uint16_t compression = COMPRESSION_NONE;
  std::uint16_t orientation = ORIENTATION_TOPLEFT;
  bool planar = false;
  bool tiled = false;
  std::uint32_t block_width = 0;  // of a tile; a strip spans the film
  std::uint32_t block_height = 0;
};

TiffLayout read_tiff_layout(TIFF* tiff);

/// Strips or tiles one after the other, as their samples.
class TiffBlock {
 public:
  TiffBlock(TIFF* tiff, const TiffLayout& layout);

  /// Reads the block whose first pixel is at x, y. False where libtiff cannot.
  bool read(std::uint32_t x, std::uint32_t y);

  /// The bits of a sample of the pixel at x, y of the block.
  std::uint64_t sample(std::size_t x, std::size_t y, std::size_t channel) const;

 private:
  TIFF* tiff_;
  const TiffLayout& layout_;
  std::size_t row_bytes_;
  std::vector<std::vector<std::uint8_t>> planes_;  // one where samples are interleaved
};

/// Calls `store(block, x, y of the block, pixel)` for every pixel of the film. Errors: those of
/// tiff_stopped.
using StorePixel =
    std::function<void(const TiffBlock& block, std::size_t x, std::size_t y, std::size_t pixel)>;
Status each_tiff_pixel(TIFF* tiff, const TiffSource& source, const TiffLayout& layout,
                       const StorePixel& store);

}  // namespace chestlens::decoder
