#pragma once

#include "raster.hpp"

#include <array>
#include <optional>

/// Image files made in memory, one writer a format. PNG and BMP are written by hand (so that the
/// decoder is not tested against its own library), TIFF and JPEG by libtiff and libjpeg.
namespace chestlens::testing {

using Color = std::array<std::uint16_t, 3>;

struct PngOptions {
  bool interlaced = false;
  std::vector<Color> palette = {};               // 8-bit colors; the samples are indices
  std::vector<std::uint8_t> palette_alpha = {};  // tRNS of a palette
  std::optional<Color> transparent = {};         // tRNS of grey (first value) or RGB
};

/// Color type by channels: 1 grey or palette, 2 grey + alpha, 3 RGB, 4 RGBA.
Bytes write_png(const Raster& raster, const PngOptions& options = {});

/// Writes the right checksum on every chunk, so that a changed file is read on.
void repair_png_checksums(Bytes& png);

struct BmpFile {
  int width = 0;
  int height = 0;  // negative: rows from the top
  std::uint32_t bits_per_pixel = 24;
  std::uint32_t info_bytes = 40;
  std::uint32_t compression = 0;
  std::array<std::uint32_t, 4> masks{};  // red, green, blue, alpha; written where compression is 3
  std::vector<Color> palette = {};
  std::vector<std::uint32_t> pixels =
      {};  // as stored: an index or a packed color, first row on top
};

Bytes write_bmp(const BmpFile& file);

struct TiffOptions {
  std::uint16_t photometric = 1;  // min-is-black
  std::uint16_t compression = 1;
  std::uint16_t predictor = 1;
  bool planar = false;
  bool big_endian = false;
  bool big_tiff = false;
  std::uint32_t tile = 0;  // side of a tile, 0 for strips
  std::uint32_t rows_per_strip = 5;
  std::optional<std::uint16_t> extra_sample = {};  // kind of the last channel
  std::vector<Color> palette = {};                 // 16-bit colors
  std::optional<std::uint16_t> sample_format = {};
  std::uint16_t wide_bits = 0;  // 32: samples are written as such whole numbers, or as floats
  std::uint16_t orientation = 1;
  int pages = 1;        // later pages are inverted
  Raster largest = {};  // one more page, where it has pixels
};

Bytes write_tiff(const Raster& raster, const TiffOptions& options = {});

enum class JpegColor { grey, ycbcr, rgb, cmyk };

struct JpegOptions {
  JpegColor color = JpegColor::grey;
  int quality = 100;
  bool progressive = false;
  bool arithmetic = false;
};

Bytes write_jpeg(const Raster& raster, const JpegOptions& options = {});

}  // namespace chestlens::testing
