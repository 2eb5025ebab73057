#include "audit/jpeg.hpp"

#include <chestlens/decode.hpp>

#include <cmath>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <vector>

// It wants <cstdio> before it.
#include <jpeglib.h>

namespace chestlens {
namespace {

/// libjpeg ends the process by default.
struct JumpingErrors {
  jpeg_error_mgr base{};
  std::jmp_buf place{};
};

[[noreturn]] void jump_back(j_common_ptr compressor) {
  std::longjmp(reinterpret_cast<JumpingErrors*>(compressor->err)->place, 1);
}

struct JpegBytes {
  unsigned char* data = nullptr;
  unsigned long size = 0;
};

/// Whether the rows were written; nothing here has a destructor that a jump would pass over.
bool compress(unsigned char* rows, int width, int height, int quality, JpegBytes& bytes) {
  jpeg_compress_struct compressor{};
  JumpingErrors errors;
  compressor.err = jpeg_std_error(&errors.base);
  errors.base.error_exit = jump_back;
  if (setjmp(errors.place) != 0) {
    jpeg_destroy_compress(&compressor);
    return false;
  }
  jpeg_create_compress(&compressor);
  jpeg_mem_dest(&compressor, &bytes.data, &bytes.size);
  compressor.image_width = static_cast<JDIMENSION>(width);
  compressor.image_height = static_cast<JDIMENSION>(height);
  compressor.input_components = 1;
  compressor.in_color_space = JCS_GRAYSCALE;
  jpeg_set_defaults(&compressor);
  jpeg_set_quality(&compressor, quality, TRUE);
  jpeg_start_compress(&compressor, TRUE);
  while (compressor.next_scanline < compressor.image_height) {
    JSAMPROW row =
        rows + static_cast<std::size_t>(compressor.next_scanline) * static_cast<std::size_t>(width);
    jpeg_write_scanlines(&compressor, &row, 1);
  }
  jpeg_finish_compress(&compressor);
  jpeg_destroy_compress(&compressor);
  return true;
}

}  // namespace

Result<GreyImage> through_jpeg(const GreyImage& film, int quality) {
  std::vector<unsigned char> rows;
  const double scale = 255.0 / film.max_level;
  for (const std::uint16_t level : film.pixels) {
    rows.push_back(static_cast<unsigned char>(std::lround(level * scale)));
  }
  JpegBytes bytes;
  const bool is_written =
      compress(rows.data(), film.width_pixels, film.height_pixels, quality, bytes);
  auto decoded = is_written
                     ? decode_image(std::as_bytes(std::span(bytes.data, bytes.size)))
                     : Result<GreyImage>(fail(ErrorCode::runtime, "cannot be written as a JPEG"));
  std::free(bytes.data);
  CHESTLENS_TRY(auto result, std::move(decoded));
  for (std::uint16_t& level : result.pixels) {
    level = static_cast<std::uint16_t>(std::lround(level / scale));
  }
  result.max_level = film.max_level;
  return result;
}

}  // namespace chestlens
