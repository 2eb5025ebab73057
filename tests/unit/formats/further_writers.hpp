#pragma once

#include "shared/support/image_writers.hpp"

#include <optional>

/// Files of further formats, made in memory by OpenJPEG, DCMTK and libwebp. The writers throw
/// std::runtime_error.
namespace chestlens::testing {

struct Jpeg2000Picture {
  int width = 0;
  int height = 0;
  int channels = 1;
  int bits = 8;
  bool is_signed = false;
  std::vector<int> values = {};  // row-major, a pixel's channels beside each other
};

struct Jpeg2000Options {
  bool as_file = false;  // JP2, else a codestream
  bool is_ycc = false;   // of a JP2 file of three channels
  int tile = 0;          // side of a tile, 0 for one tile
};

/// Lossless.
Bytes write_jpeg2000(const Jpeg2000Picture& picture, const Jpeg2000Options& options = {});
Bytes write_jpeg2000(const Raster& raster, const Jpeg2000Options& options = {});

/// Lossless, of 1 channel or 3.
Bytes write_jpeg_ls(const Raster& raster);

struct WebpOptions {
  bool lossless = true;
  std::optional<int> orientation = {};  // by EXIF
};

/// Of 8 bits: 1 channel is written as a grey color, 3 are RGB, 4 with alpha.
Bytes write_webp(const Raster& raster, const WebpOptions& options = {});

}  // namespace chestlens::testing
