#include <cstdio>
#include <cstdlib>

// jpeglib.h wants size_t and FILE declared before it.
#include "image_writers.hpp"

#include <jpeglib.h>

namespace chestlens::testing {

Bytes write_jpeg(const Raster& raster, const JpegOptions& options) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &buffer, &size);
  jpeg.image_width = static_cast<JDIMENSION>(raster.width);
  jpeg.image_height = static_cast<JDIMENSION>(raster.height);
  jpeg.input_components = raster.channels;
  constexpr std::array inputs{JCS_GRAYSCALE, JCS_GRAYSCALE, JCS_UNKNOWN, JCS_RGB, JCS_CMYK};
  jpeg.in_color_space = inputs.at(static_cast<std::size_t>(raster.channels));
  jpeg_set_defaults(&jpeg);
  constexpr std::array stored{JCS_GRAYSCALE, JCS_YCbCr, JCS_RGB, JCS_CMYK};
  jpeg_set_colorspace(&jpeg, stored.at(static_cast<std::size_t>(options.color)));
  jpeg_set_quality(&jpeg, options.quality, TRUE);
  if (options.progressive) jpeg_simple_progression(&jpeg);
  jpeg.arith_code = options.arithmetic ? TRUE : FALSE;
  jpeg.dct_method = JDCT_ISLOW;
  jpeg_start_compress(&jpeg, TRUE);
  std::vector<JSAMPLE> row(static_cast<std::size_t>(raster.width * raster.channels));
  for (std::size_t y = 0; y < static_cast<std::size_t>(raster.height); ++y) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = static_cast<JSAMPLE>(raster.samples[y * row.size() + i]);
    }
    JSAMPROW line = row.data();
    jpeg_write_scanlines(&jpeg, &line, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  const auto* bytes = reinterpret_cast<const std::byte*>(buffer);
  Bytes file(bytes, bytes + size);
  std::free(buffer);  // NOLINT: jpeg_mem_dest took it by malloc
  return file;
}

}  // namespace chestlens::testing
